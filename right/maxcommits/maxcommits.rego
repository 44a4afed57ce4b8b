# METADATA
# title: Trial maxcommits
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.maxcommits

max_commits := 500

n := count(input.facts.changes.commits)

deny contains {"subject": "s", "message": msg} if {
	n > max_commits
	msg := sprintf("%d commits are more than %d", [n, max_commits])
}

