# METADATA
# title: Object comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    by_path := {change.path: change.state | some change in input.facts.worktree.changes}
#                                   ^ no field `state`
    count(by_path) > 1
}
