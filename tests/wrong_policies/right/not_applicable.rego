# METADATA
# title: It says when it has nothing to say
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository, worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.not_applicable

not_applicable contains "nothing was released before" if input.release.previous == null

unknown contains {"reason": "the clone is shallow", "fix": "git fetch --unshallow"} if {
	input.facts.repository.shallow
}

unknown contains sprintf("HEAD is %s", [reason]) if {
	input.facts.repository.head == null
	reason := "unborn"
}

due := input.release.previous.time + (7 * 86400)

deny contains {
	"subject": "tree",
	"message": "is dirty",
	"fix": "git stash",
	"level": "warn",
	"evidence": {"file": change.path},
} if {
	some change in input.facts.worktree.changes
}
