# METADATA
# title: Trial objget
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.objget

deny contains {"subject": "s", "message": "x"} if { object.get(input.facts.changes, "comits", []) == [] }
