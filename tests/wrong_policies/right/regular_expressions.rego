# METADATA
# title: Subjects name a ticket
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.regular_expressions

pattern := `^[A-Z]{2,10}-[0-9]{1,6}: `

deny contains {"subject": commit.id, "message": "names no ticket"} if {
	some commit in input.facts.changes.commits
	not regex.match(pattern, commit.subject)
	not regex.match("^(?i)merge\\b", commit.subject)
}

deny contains {"subject": commit.id, "message": sprintf("names %s and more", [tickets[0]])} if {
	some commit in input.facts.changes.commits
	tickets := regex.find_n(`[A-Z]+-[0-9]+`, commit.subject, -1)
	count(tickets) > 3
	count(regex.split(`\s+`, commit.subject)) > 3
	regex.replace(commit.subject, `[0-9]+`, "") != ""
}
