# METADATA
# title: Trial prlinked
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.prlinked

deny contains {"message": m, "subject": c.id} if {
	c := input.facts.changes.commits[_]
	c.pull_request == null
	c.first_parent
	m := concat(" ", ["no pull request:", c.subject])
}

