# METADATA
# title: Level is deny
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.level_is_deny

deny contains {"subject": "demo", "message": "it is so", "level": "deny"} if not input.facts.worktree.clean
#             ^ `level`
