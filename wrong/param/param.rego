# METADATA
# title: Trial param
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.param

deny contains {"subject": "s", "message": "x"} if { count(input.facts.changes.commits) > data.relcheck.params.t.param.max }
