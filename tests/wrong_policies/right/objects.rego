# METADATA
# title: Findings are put together
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.objects

base(change) := {"subject": change.path, "message": sprintf("`%s` is %s", [change.path, change.status])}

deny contains object.union(base(change), {"fix": "git add -A"}) if {
	some change in input.facts.worktree.changes
	change.status == "untracked"
}

deny contains object.union_n([base(change), {"level": "warn"}]) if {
	some change in input.facts.worktree.changes
	change.status == "submodule"
}

deny contains finding if {
	some change in input.facts.worktree.changes
	change.status == "renamed"
	finding := json.remove(object.union(base(change), {"extra": {"a": 1}}), ["extra"])
}

deny contains object.remove(object.union(base(change), {"extra": 1}), ["extra"]) if {
	some change in input.facts.worktree.changes
	change.status == "conflicted"
}

deny contains object.filter(object.union(base(change), {"extra": 1}), ["subject", "message"]) if {
	some change in input.facts.worktree.changes
	change.status == "deleted"
}
