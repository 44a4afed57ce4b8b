# METADATA
# title: Text with number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_with_number

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    change.path == 3
#   ^ never equal
}
