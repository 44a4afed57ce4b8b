# METADATA
# title: Comprehension variable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.comprehension_variable

deny contains {"subject": "demo", "message": "it is so"} if {
    added := [change | some change in input.facts.worktree.changes; change.staged]
    some change in added
    change.pth != ""
#          ^ no field `pth`
}
