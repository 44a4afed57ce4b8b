# METADATA
# title: Deprecated cast array
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.deprecated_cast_array

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    cast_array({change.path}) == ["a"]
#   ^ `cast_array`
}
