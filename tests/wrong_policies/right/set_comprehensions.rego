# METADATA
# title: Nobody signs off their own work
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_comprehensions

authors := {commit.author.email | some commit in input.facts.changes.commits}

committers := {commit.committer.email |
	some commit in input.facts.changes.commits
	not commit.merge
}

both := authors & committers

deny contains {"subject": email, "message": sprintf("%s wrote and committed", [email])} if {
	some email in both
	not email in {"bot@example.org", "release@example.org"}
}

deny contains {"subject": "authors", "message": "nobody else committed"} if {
	count(committers - authors) == 0
	count(authors | committers) > 0
}
