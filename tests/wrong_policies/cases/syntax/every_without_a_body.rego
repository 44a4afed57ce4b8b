# METADATA
# title: Every without a body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every_without_a_body

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    every change in input.facts.worktree.changes {}
#                                                ^ expect
}
