# METADATA
# title: Reason is number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.reason_is_number

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

unknown contains 3 if input.facts.worktree.clean
#                ^ unknown
