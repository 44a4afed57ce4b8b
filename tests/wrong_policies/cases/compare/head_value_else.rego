# METADATA
# title: Head value else
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.head_value_else

deny contains {"subject": "demo", "message": "it is so"} if {
    note == "x"
}

note := "y" if input.facts.worktree.clean == "no"
#              ^ never equal

else := "x"
