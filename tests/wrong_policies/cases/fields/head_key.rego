# METADATA
# title: Head key
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.head_key

deny contains {"subject": change.pth, "message": "it is there"} if {
#                                ^ no field `pth`
    some change in input.facts.worktree.changes
    change.staged
}
