# METADATA
# title: Trial feild
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.feild

deny contains {"subject": "s", "message": c.subjct} if some c in input.facts.changes.commits
