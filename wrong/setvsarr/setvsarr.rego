# METADATA
# title: Trial setvsarr
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.setvsarr

deny contains {"subject": "s", "message": "x"} if { {c.id | some c in input.facts.changes.commits} == [] }
