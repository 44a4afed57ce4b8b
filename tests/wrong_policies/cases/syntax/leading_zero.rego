# METADATA
# title: Leading zero
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.leading_zero

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > 007
#                                          ^ number
}
