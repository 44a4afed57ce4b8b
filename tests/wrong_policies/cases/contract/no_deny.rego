# METADATA
# title: No deny
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.no_deny

is_odd if not input.facts.worktree.clean

# error 11:1 deny
