# METADATA
# title: Text above number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_above_number

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > data.relcheck.params.demo.text_above_number.label
#   ^ a text
}
