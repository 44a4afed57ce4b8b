# METADATA
# title: Number in texts
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.number_in_texts

deny contains {"subject": "demo", "message": "it is so"} if {
    3 in {change.path | some change in input.facts.worktree.changes}
#   ^ never equal
}
