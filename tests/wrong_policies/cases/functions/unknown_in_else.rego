# METADATA
# title: Unknown in else
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_in_else

deny contains {"subject": "demo", "message": "it is so"} if {
    note == "y"
}

note := "x" if input.facts.worktree.clean

else := nonsense("y")
#       ^ no function `nonsense`
