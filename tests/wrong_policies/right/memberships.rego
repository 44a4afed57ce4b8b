# METADATA
# title: Membership in all forms
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository, worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.memberships

deny contains {"subject": "tree", "message": "has conflicts"} if {
	"conflicted" in {change.status | some change in input.facts.worktree.changes}
}

deny contains {"subject": "tags", "message": "v1 is missing"} if {
	not "v1" in [tag.name | some tag in input.facts.repository.tags]
	"v" in input.facts.repository.tag_pattern.prefixes
}

deny contains {"subject": "release", "message": "is no ordinary one"} if {
	not input.release.type in {"patch", "minor"}
	input.release.stage in ["pre-release", "candidate"]
}

deny contains {"subject": "head", "message": "is tagged as latest"} if {
	input.facts.repository.head != null
	"latest" in input.facts.repository.head.tags
}

deny contains {"subject": name, "message": "is an odd key"} if {
	some name, "odd" in {"a": "odd", "b": input.facts.repository.branch.source}
}
