# METADATA
# title: Union of objects
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [diffs, worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.union_of_objects

deny contains {"subject": "demo", "message": "it is so"} if {
    some entry in places
    entry.pth == "x"
#         ^ no field `pth`
}

places := changed | touched

changed := {change | some change in input.facts.worktree.changes}

touched := {file | some diff in input.facts.diffs.commits; some file in diff.files}
