# METADATA
# title: Pull requests are numbered
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_by_type

deny contains {"subject": commit.id, "message": "an old pull request"} if {
	some commit in input.facts.changes.commits
	is_number(commit.pull_request)
	commit.pull_request < 100
}

deny contains {"subject": commit.id, "message": "reverted by something short"} if {
	some commit in input.facts.changes.commits
	is_string(commit.reverted_by)
	count(commit.reverted_by) < 40
}

deny contains {"subject": commit.id, "message": "a young pull request"} if {
	some commit in input.facts.changes.commits
	not is_null(commit.pull_request)
	commit.pull_request + 1 > 9000
}

deny contains {"subject": commit.id, "message": "no pull request"} if {
	some commit in input.facts.changes.commits
	is_null(commit.pull_request)
	not commit.merge
}
