# METADATA
# title: Function result inline
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_result_inline

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    as_entry(change).nam == "x"
#                    ^ no field `nam`
}

as_entry(change) := {"name": change.path}
