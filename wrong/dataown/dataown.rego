# METADATA
# title: Trial dataown
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.dataown

deny contains {"subject": "s", "message": "x"} if { count(input.facts.changes.commits) > data.limits.max }
