# METADATA
# title: Trial assigneq
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.assigneq

deny contains {"subject": "s", "message": "x"} if { x = input.facts.changes.commits; x.foo }
