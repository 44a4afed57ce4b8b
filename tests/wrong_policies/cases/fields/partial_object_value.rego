# METADATA
# title: Partial object value
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.partial_object_value

deny contains {"subject": "demo", "message": "it is so"} if {
    some path, change in by_path
    path == change.pth
#                  ^ no field `pth`
}

by_path[change.path] := change if some change in input.facts.worktree.changes
