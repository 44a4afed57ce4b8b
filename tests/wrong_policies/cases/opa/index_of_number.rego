# METADATA
# title: Index of number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.index_of_number

deny contains {"subject": "demo", "message": "it is so"} if {
    input.clock.seconds[0] == 1
#                       ^ number
    not input.facts.worktree.clean
}
