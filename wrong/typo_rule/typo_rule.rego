# METADATA
# title: Trial typo_rule
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.typo_rule

deny contains {"subject": "s", "message": "x"} if is_bad
is_bda if count(input.facts.changes.commits) > 1
