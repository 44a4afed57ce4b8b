# METADATA
# title: Assigned
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.assigned

deny contains {"subject": "demo", "message": "it is so"} if {
    tree := input.facts.worktree
    tree.claen
#        ^ no field `claen`
}
