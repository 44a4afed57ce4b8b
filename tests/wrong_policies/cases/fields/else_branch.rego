# METADATA
# title: Else branch
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.else_branch

deny contains {"subject": "demo", "message": "it is so"} if {
    note == "x"
}

note := "dirty" if not input.facts.worktree.clean

else := input.facts.worktree.noet
#                            ^ no field `noet`
