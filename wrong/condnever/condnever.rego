# METADATA
# title: Trial condnever
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.condnever

deny contains {"subject": "s", "message": "x"} if { 1 == 2; count(input.facts.changes.commits) > 1 }
