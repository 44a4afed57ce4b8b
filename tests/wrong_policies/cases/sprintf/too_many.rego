# METADATA
# title: Too many
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.too_many

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    message := sprintf("it is %s", [change.path, change.status])
#                      ^ verb
    message != ""
}
