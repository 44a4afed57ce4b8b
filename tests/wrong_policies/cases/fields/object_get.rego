# METADATA
# title: Object get
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_get

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    state := object.get(change, "stauts", "none")
#                               ^ no field `stauts`
    count(state) > 3
}
