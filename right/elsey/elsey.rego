# METADATA
# title: Trial elsey
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.elsey

severity(c) := "high" if c.breaking
else := "low"

deny contains {"subject": "s", "message": sprintf("%s: %s", [severity(c), c.subject])} if {
	some c in input.facts.changes.commits
	severity(c) == "high"
}

