# METADATA
# title: Partial object head
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.partial_object_head

deny contains {"subject": "demo", "message": "it is so"} if {
    by_path["a"] == "added"
}

by_path[change.path] := change.state if some change in input.facts.worktree.changes
#                              ^ no field `state`
