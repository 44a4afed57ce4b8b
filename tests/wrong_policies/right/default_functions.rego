# METADATA
# title: Messages are not too long
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_functions

default limit(_) := 72

limit(commit) := 120 if commit.merge

default noisy := false

noisy if count(input.facts.changes.commits) > 100

deny contains {"subject": commit.id, "message": "the subject is too long"} if {
	some commit in input.facts.changes.commits
	count(commit.subject) > limit(commit)
	not noisy
}
