# METADATA
# title: Unknown of another language
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_of_another_language

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    len(change.path) > 3
#   ^ no function `len`
}
