# METADATA
# title: Every over number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every_over_number

deny contains {"subject": "demo", "message": "it is so"} if {
    every item in input.clock.seconds {
#                 ^ number
        item > 1
    }
    not input.facts.worktree.clean
}
