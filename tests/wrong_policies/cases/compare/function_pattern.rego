# METADATA
# title: Function pattern
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_pattern

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    is_one(change.path)
#   ^ always undefined
}

is_one(1) := true
