# METADATA
# title: Trial allowfalse
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.allowfalse

deny contains {"subject": "s", "message": "x"} if { c := input.facts.changes.commits; c.merge }
