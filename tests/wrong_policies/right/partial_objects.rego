# METADATA
# title: Types of commits are balanced
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.partial_objects

by_type[type] contains commit.id if {
	some commit in input.facts.changes.commits
	some change in commit.changes
	type := change.type
}

totals[type] := count(ids) if some type, ids in by_type

deny contains {"subject": type, "message": sprintf("%d commits of the type", [total])} if {
	some type, total in totals
	type != "fix"
	total > 100
}

deny contains {"subject": "fix", "message": "no fix at all"} if {
	input.release.type == "hotfix"
	not by_type.fix
	not totals["fix"]
}
