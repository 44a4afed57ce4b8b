# METADATA
# title: Limits by kind
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.nested_rules

limits.staged := 10

limits.loose := 5

count_of.staged := count([change | some change in input.facts.worktree.changes; change.staged])

count_of.loose := count([change | some change in input.facts.worktree.changes; not change.staged])

deny contains {"subject": kind, "message": sprintf("%d of at most %d", [count_of[kind], limits[kind]])} if {
	some kind in ["staged", "loose"]
	count_of[kind] > limits[kind]
}
