# METADATA
# title: Function argument pattern
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_argument_pattern

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    is_new([change, 1])
}

is_new([change, _]) if change.stats == "added"
#                             ^ no field `stats`
