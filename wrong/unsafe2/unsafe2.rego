# METADATA
# title: Trial unsafe2
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.unsafe2

deny contains {"subject": "s", "message": msg} if { count(input.facts.changes.commits) > 3 }
