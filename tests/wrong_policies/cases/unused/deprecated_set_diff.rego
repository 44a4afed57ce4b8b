# METADATA
# title: Deprecated set diff
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.deprecated_set_diff

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    set_diff({change.path}, {"a"}) == set()
#   ^ `set_diff`
}
