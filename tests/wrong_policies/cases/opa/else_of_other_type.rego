# METADATA
# title: Else of other type
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.else_of_other_type

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    limit == [1]
#   ^ never equal
}

limit := 1 if input.release.type == "minor"

else := "a"
