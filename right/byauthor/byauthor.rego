# METADATA
# title: Trial byauthor
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.byauthor

by_author[email] contains c.id if {
	some c in input.facts.changes.commits
	email := c.author.email
}

deny contains {"subject": "s", "message": msg} if {
	some email, ids in by_author
	count(ids) > 100
	msg := sprintf("%s made %d commits", [email, count(ids)])
}

