# METADATA
# title: Or of arrays
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.or_of_arrays

deny contains {"subject": "demo", "message": "it is so"} if {
    count({1} | input.facts.worktree.changes) > 1
#               ^ `input.facts.worktree.changes`
}
