# METADATA
# title: In else
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_else

deny contains {"subject": "demo", "message": "it is so"} if {
    note == "y"
}

note := "x" if input.facts.worktree.clean

else := other
#       ^ unsafe
