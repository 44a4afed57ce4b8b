# METADATA
# title: Function argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_argument

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    is_new(change)
}

is_new(change) if change.stats == "added"
#                        ^ no field `stats`
