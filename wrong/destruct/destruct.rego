# METADATA
# title: Trial destruct
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.destruct

deny contains {"subject": "s", "message": "x"} if { {"subject": s, "autor": a} := input.facts.changes.commits[_]; s == a }
