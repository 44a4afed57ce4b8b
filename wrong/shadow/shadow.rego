# METADATA
# title: Trial shadow
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.shadow

input_ := 1
deny contains {"subject": "s", "message": "x"} if { some input in input.facts.changes.commits; input.merge }
