# METADATA
# title: Trial typo_denies
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.typo_denies

denies contains "x" if count(input.facts.changes.commits) > 1
