# METADATA
# title: Trial upper
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.upper

deny contains {"subject": "s", "message": "x"} if { some c in input.facts.changes.commits; lower(c.subject) == "WIP" }
