# METADATA
# title: Trial argc
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.argc

deny contains {"subject": "s", "message": "x"} if { some c in input.facts.changes.commits; contains(c.subject) }
