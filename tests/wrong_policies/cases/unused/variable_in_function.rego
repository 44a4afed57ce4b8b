# METADATA
# title: Variable in function
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.variable_in_function

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    is_new(change)
}

is_new(change) if {
    path := change.path
#   ^ `path`
    change.status == "added"
}
