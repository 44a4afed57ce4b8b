# METADATA
# title: Some key value
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.some_key_value

deny contains {"subject": "demo", "message": "it is so"} if {
    some i, change in input.facts.worktree.changes
    i > 2
    change.pth != ""
#          ^ no field `pth`
}
