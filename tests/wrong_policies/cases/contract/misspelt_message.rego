# METADATA
# title: Misspelt message
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.misspelt_message

deny contains {"subject": "demo", "mesage": "it is so"} if not input.facts.worktree.clean
#             ^ `mesage`
