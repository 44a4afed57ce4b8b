# METADATA
# title: Array wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.array_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in array.slice({1, 2}, 0, 1)
#                              ^ `array.slice`
    change == 1
    input.facts.worktree.clean
}
