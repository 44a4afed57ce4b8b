# METADATA
# title: Function in function
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_in_function

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    is_odd(change)
}

is_odd(change) if is_odder(change)

is_odder(change) if change.oddness > 1
#                          ^ no field `oddness`
