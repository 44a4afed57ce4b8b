# METADATA
# title: Without the newer words
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.old_style

dirty[path] := status if {
	path := input.facts.worktree.changes[i].path
	status := input.facts.worktree.changes[i].status
}

paths contains path if {
	path = input.facts.worktree.changes[_].path
}

deny contains {"subject": path, "message": msg} if {
	paths[path]
	status := dirty[path]
	status != "untracked"
	msg := sprintf("%s (%s)", [path, status])
}
