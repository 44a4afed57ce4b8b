# METADATA
# title: Else body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.else_body

deny contains {"subject": "demo", "message": "it is so"} if {
    note == "x"
}

note := "dirty" if not input.facts.worktree.clean

else := "x" if input.facts.worktree.claen
#                                   ^ no field `claen`
