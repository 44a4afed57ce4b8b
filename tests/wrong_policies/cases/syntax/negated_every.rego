# METADATA
# title: Negated every
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.negated_every

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    not every change in input.facts.worktree.changes { change.staged }
#       ^ `every`
}
