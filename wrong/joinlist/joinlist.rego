# METADATA
# title: Trial joinlist
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.joinlist

deny contains {"subject": "s", "message": concat(",", ids)} if { ids := [c.pull_request | some c in input.facts.changes.commits] }
