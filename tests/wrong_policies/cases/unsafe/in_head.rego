# METADATA
# title: In head
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_head

deny contains {"subject": subject, "message": "it is so"} if {
#                         ^ unsafe
    not input.facts.worktree.clean
}
