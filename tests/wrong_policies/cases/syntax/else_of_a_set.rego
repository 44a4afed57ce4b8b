# METADATA
# title: Else of a set
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.else_of_a_set

deny contains {"subject": "demo", "message": "it is so"} if not input.facts.worktree.clean

else := 3
# error 15:1 else
