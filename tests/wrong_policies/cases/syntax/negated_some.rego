# METADATA
# title: Negated some
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.negated_some

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    not some change in input.facts.worktree.changes
#       ^ `some`
}
