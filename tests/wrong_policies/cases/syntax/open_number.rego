# METADATA
# title: Open number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.open_number

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > 1.
#                                          ^ number
}
