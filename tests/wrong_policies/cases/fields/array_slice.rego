# METADATA
# title: Array slice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.array_slice

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in array.slice(input.facts.worktree.changes, 0, 3)
    change.pth == "x"
#          ^ no field `pth`
}
