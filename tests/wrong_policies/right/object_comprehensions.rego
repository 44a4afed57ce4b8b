# METADATA
# title: No address stands for two names
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_comprehensions

by_email := {commit.author.email: commit.author.name | some commit in input.facts.changes.commits}

deny contains {"subject": email, "message": sprintf("%s is called %s", [email, name])} if {
	some email, name in by_email
	trim_space(name) == ""
}

deny contains {"subject": "authors", "message": "more than ten people took part"} if {
	count(by_email) > 10
	count(object.keys(by_email)) > 10
}
