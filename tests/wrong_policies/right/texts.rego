# METADATA
# title: Subjects are well formed
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.texts

deny contains {"subject": commit.id, "message": "is not well formed"} if {
	some commit in input.facts.changes.commits
	subject := trim_space(commit.subject)
	not startswith(lower(subject), "merge ")
	not contains(subject, ": ")
	indexof(subject, ":") == -1
	substring(subject, 0, 1) != upper(substring(subject, 0, 1))
	replace(subject, ".", "") == subject
}

deny contains {"subject": commit.id, "message": sprintf("part %d is long", [i])} if {
	some commit in input.facts.changes.commits
	some i, part in split(commit.subject, " ")
	count(part) > 60
	i > 0
}

deny contains {"subject": commit.id, "message": "is about a ticket of another project"} if {
	some commit in input.facts.changes.commits
	some word in split(commit.subject, " ")
	startswith(word, "#")
	number := to_number(trim_prefix(word, "#"))
	number > 100000
}
