# METADATA
# title: Trial rec
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do it the other way.
#   source: Our process
package policy.t.rec

deny contains {"subject": "s", "message": "x"} if f(3)
f(x) := y if { y := f(x - 1) }
