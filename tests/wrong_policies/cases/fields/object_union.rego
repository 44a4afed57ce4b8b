# METADATA
# title: Object union
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_union

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    marked := object.union(change, {"weight": 3})
    marked.wieght > 1
#          ^ no field `wieght`
}
