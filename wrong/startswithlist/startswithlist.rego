# METADATA
# title: Trial startswithlist
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.startswithlist

deny contains {"subject": "s", "message": "x"} if { some c in input.facts.changes.commits; startswith(c.changes, "feat") }
