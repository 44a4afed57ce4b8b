# METADATA
# title: Thresholds come from data.yaml
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.parameters

import data.relcheck.params.demo.parameters as params

changes := input.facts.worktree.changes

is_watched(path) if {
	some pattern in params.patterns
	glob.match(pattern, ["/"], path)
}

deny contains {"subject": "tree", "message": sprintf("%d changes, at most %d (%s)", [count(changes), params.max, params.label])} if {
	count(changes) > params.max
	params.strict
}

deny contains {"subject": change.path, "message": "is watched"} if {
	some change in changes
	is_watched(change.path)
	params.mode == "strict"
}

deny contains {"subject": "tree", "message": params.label} if {
	not params.strict
	data.relcheck.params.demo.parameters.mode != "loose"
	count(data.relcheck.params.demo.parameters.patterns) > 0
}
