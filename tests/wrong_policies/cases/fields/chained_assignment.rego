# METADATA
# title: Chained assignment
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.chained_assignment

deny contains {"subject": "demo", "message": "it is so"} if {
    facts := input.facts.worktree
    tree := facts
    list := tree.changes
    first := list[0]
    first.stagd
#         ^ no field `stagd`
}
