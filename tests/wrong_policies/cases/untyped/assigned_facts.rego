# METADATA
# title: Assigned facts
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.assigned_facts

deny contains {"subject": "demo", "message": "it is so"} if {
    all := input.facts
#          ^ `input.facts`
    all.worktree.clean
    input.facts.worktree.clean
}
