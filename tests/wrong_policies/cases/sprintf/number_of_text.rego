# METADATA
# title: Number of text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.number_of_text

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    message := sprintf("it is %d", [change.path])
#                      ^ verb
    message != ""
}
