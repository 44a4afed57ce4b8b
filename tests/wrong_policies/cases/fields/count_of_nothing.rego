# METADATA
# title: Count of nothing
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.count_of_nothing

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.chnages) == 0
#                              ^ no field `chnages`
}
