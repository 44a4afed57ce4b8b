# METADATA
# title: Unknown
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    is_new(change)
    is_nwe(change)
#   ^ no function `is_nwe`
}

is_new(change) if change.status == "added"
