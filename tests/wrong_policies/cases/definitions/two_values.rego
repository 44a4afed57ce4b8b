# METADATA
# title: Two values
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.two_values

deny contains {"subject": "demo", "message": "it is so"} if {
    limit < 3
    input.facts.worktree.clean
}

limit := 1

limit := 2
# error 20:1 twice
