# METADATA
# title: Field of text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.field_of_text

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    data.relcheck.params.demo.field_of_text.label.short == "a"
#                                                 ^ `short`
}
