# METADATA
# title: Dangling
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.dangling

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    message := sprintf("%d is 100%", [3])
#                      ^ verb
    message != ""
}
