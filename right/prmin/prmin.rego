# METADATA
# title: Trial prmin
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.prmin

prs := [c.pull_request | some c in input.facts.changes.commits; c.pull_request != null]

deny contains {"subject": "s", "message": "too low"} if {
	count(prs) > 0
	min(prs) < 10
}

