# METADATA
# title: Object comprehension key
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_comprehension_key

deny contains {"subject": "demo", "message": "it is so"} if {
    by_path := {change.pth: change.status | some change in input.facts.worktree.changes}
#                      ^ no field `pth`
    count(by_path) > 1
}
