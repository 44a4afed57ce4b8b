# METADATA
# title: Too many for own
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.too_many_for_own

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    is_new(change, 1, 2)
#   ^ argument
}

is_new(change) if change.status == "added"
