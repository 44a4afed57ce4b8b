# METADATA
# title: Trial timeunit
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.timeunit

deny contains {"subject": "s", "message": "x"} if { time.weekday(input.clock.seconds) == "Friday"; count(input.facts.changes.commits) > 1 }
