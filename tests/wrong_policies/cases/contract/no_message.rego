# METADATA
# title: No message
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.no_message

deny contains {"subject": "demo"} if not input.facts.worktree.clean
#             ^ `message`
