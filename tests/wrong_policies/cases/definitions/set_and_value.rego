# METADATA
# title: Set and value
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_and_value

deny contains {"subject": "demo", "message": "it is so"} if {
    count(list) < 3
    input.facts.worktree.clean
}

list contains 1

list := {2}
# error 20:1 `list`
