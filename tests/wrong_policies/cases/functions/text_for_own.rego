# METADATA
# title: Text for own
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_for_own

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    twice(change.path) > 3
}

twice(number) := number * 2
#                ^ number
