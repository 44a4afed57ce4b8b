# METADATA
# title: After wide letters
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.after_wide_letters

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    message := sprintf("Größe → %s", [change.pth])
#                                            ^ no field `pth`
    message == "x"
}
