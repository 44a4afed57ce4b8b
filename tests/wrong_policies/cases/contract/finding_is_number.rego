# METADATA
# title: Finding is number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.finding_is_number

deny contains 3 if not input.facts.worktree.clean
#             ^ finding
