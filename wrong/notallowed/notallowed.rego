# METADATA
# title: Trial notallowed
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.notallowed

deny contains {"subject": "s", "message": "x"} if { time.now_ns() > 3; count(input.facts.changes.commits) > 1 }
