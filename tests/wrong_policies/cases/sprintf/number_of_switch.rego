# METADATA
# title: Number of switch
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.number_of_switch

deny contains {"subject": "demo", "message": "it is so"} if {
    message := sprintf("it is %d", [input.facts.worktree.clean])
#                      ^ verb
    message != ""
}
