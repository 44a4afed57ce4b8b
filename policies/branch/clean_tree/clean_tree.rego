# METADATA
# title: Everything is committed
# description: No file differs from HEAD and none is untracked, submodules included, and nothing lies where a submodule would be; recorded evidence and built artifacts do not count. Where git was told not to look at a file, or a sparse checkout left out one of the project, it is unknown.
# custom:
#   stages: [candidate, post-release, pre-release, publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: "Commit the changes, or put them aside: `git stash -u`"
#   source: Version Management / Version Bumping Process / Commit both
#   controls: {osps: [OSPS-QA-01.02]}
package relcheck.policy.branch.clean_tree

import data.relcheck.lib.shell

worktree := input.facts.worktree

differences := {
	"modified": "modified, not committed",
	"added": "new, not committed",
	"deleted": "deleted, not committed",
	"renamed": "renamed, not committed",
	"untracked": "untracked",
	"conflicted": "left over from a merge",
	"submodule": "a submodule with another commit or changes of its own",
	"occupied": "the folder of a submodule that is not checked out, and files lie in it",
}

is_ignored(change) if {
	change.status == "untracked"
	some pattern in data.relcheck.params.branch.clean_tree.ignored_untracked
	glob.match(pattern, ["/"], change.path)
}

finding(change) := {
	"subject": change.path,
	"message": sprintf("`%s` is %s", [change.path, differences[change.status]]),
	"evidence": {"file": change.path},
}

deny contains finding(change) if {
	some change in worktree.changes
	not is_ignored(change)
	not change.status in {"submodule", "occupied"}
}

deny contains object.union(finding(change), {"fix": command}) if {
	some change in worktree.changes
	change.status == "submodule"
	command := sprintf("git submodule update --init --recursive -- %s", [shell.quote(change.path)])
}

# Git checks nothing out over files.
deny contains object.union(finding(change), {"fix": command}) if {
	some change in worktree.changes
	change.status == "occupied"
	path := shell.quote(change.path)
	command := sprintf("rm -r -- %s && git submodule update --init --recursive -- %s", [path, path])
}

deny contains {
	"subject": "working tree",
	"message": "git says that something differs from HEAD, and not what",
	"fix": "git status",
} if {
	not worktree.clean
	count(worktree.changes) == 0
}
