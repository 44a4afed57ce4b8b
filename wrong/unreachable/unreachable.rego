# METADATA
# title: Trial unreachable
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do it the other way.
#   source: Our process
package policy.t.unreachable

deny contains {"subject": "s", "message": "x"} if { false; foo.bar(1) }
