# METADATA
# title: Choices apart
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.choices_apart

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    change.status == input.release.type
#   ^ never equal
}
