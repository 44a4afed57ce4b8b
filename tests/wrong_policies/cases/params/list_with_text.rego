# METADATA
# title: List with text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.list_with_text

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    change.path == data.relcheck.params.demo.list_with_text.patterns
#   ^ never equal
}
