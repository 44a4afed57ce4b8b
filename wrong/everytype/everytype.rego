# METADATA
# title: Trial everytype
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.everytype

deny contains {"subject": "s", "message": "x"} if { every c in input.facts.changes.commits { c.merged } }
