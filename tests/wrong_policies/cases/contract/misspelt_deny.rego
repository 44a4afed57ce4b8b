# METADATA
# title: Misspelt deny
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.misspelt_deny

denny contains {"subject": "demo", "message": "it is so"} if not input.facts.worktree.clean
# error 13:1 `deny`
