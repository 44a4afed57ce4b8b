# METADATA
# title: One misspelt choice of two
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.one_misspelt_choice_of_two

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    change.status in {"modifed", "added"}
#                     ^ never equal
}
