# METADATA
# title: The table knows the status
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_get

texts := {"added": "new", "modified": "changed", "deleted": "gone"}

deny contains {"subject": change.path, "message": text} if {
	some change in input.facts.worktree.changes
	text := object.get(texts, change.status, "other")
	object.get(change, "staged", false) == false
}

deny contains {"subject": "release", "message": "major zero"} if {
	object.get(input.release, ["version", "major"], 0) == 0
	not input.facts.worktree.clean
}
