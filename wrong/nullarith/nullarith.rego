# METADATA
# title: Trial nullarith
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do it the other way.
#   source: Our process
package policy.t.nullarith

deny contains {"subject": "s", "message": "x"} if { some t in input.facts.repository.tags; t.time + 3 > 5 }
