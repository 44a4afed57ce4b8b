# METADATA
# title: Trial someunused
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.someunused

deny contains {"subject": "s", "message": "x"} if { some c, d in input.facts.changes.commits; d.merge }
