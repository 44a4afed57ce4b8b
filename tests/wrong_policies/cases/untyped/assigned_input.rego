# METADATA
# title: Assigned input
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.assigned_input

deny contains {"subject": "demo", "message": "it is so"} if {
    all := input
#          ^ `input`
    all.facts.worktree.clean
    input.facts.worktree.clean
}
