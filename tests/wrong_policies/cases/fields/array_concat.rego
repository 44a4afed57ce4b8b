# METADATA
# title: Array concat
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.array_concat

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in array.concat(input.facts.worktree.changes, [])
    change.pth == "x"
#          ^ no field `pth`
}
