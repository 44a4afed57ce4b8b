# METADATA
# title: Trial clock
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.clock

deny contains {"subject": "s", "message": "x"} if { input.clock.time > 1; count(input.facts.changes.commits) > 1 }
