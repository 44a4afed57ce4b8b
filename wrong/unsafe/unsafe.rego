# METADATA
# title: Trial unsafe
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.unsafe

deny contains {"subject": "s", "message": "x"} if { not input.facts.changes.commits[i].merge; i > 0 }
