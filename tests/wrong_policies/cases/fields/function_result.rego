# METADATA
# title: Function result
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_result

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    entry := as_entry(change)
    entry.nam == "x"
#         ^ no field `nam`
}

as_entry(change) := {"name": change.path, "is_new": change.status == "added"}
