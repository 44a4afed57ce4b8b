# METADATA
# title: Array elements
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.array_elements

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    [change.path, change.staged] == ["a", "true"]
#   ^ never equal
}
