# METADATA
# title: Test in a rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.test_in_a_rule

deny contains {"subject": "demo", "message": "it is so"} if not input.facts.worktree.clean

test_it if count(deny) == 0
# error 15:1 would never run here
