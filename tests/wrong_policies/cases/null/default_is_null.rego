# METADATA
# title: Default is null
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_is_null

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    object.get({"a": 1}, change.path, null) < 3
#   ^ may be null
}
