# METADATA
# title: Function and value
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_and_value

deny contains {"subject": "demo", "message": "it is so"} if {
    limit < 3
    input.facts.worktree.clean
}

limit := 1

limit(x) := x
# error 20:1 `limit`
