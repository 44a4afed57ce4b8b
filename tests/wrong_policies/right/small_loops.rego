# METADATA
# title: Loops over short lists
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, versions]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.small_loops

deny contains {"subject": declaration.path, "message": sprintf("declares %s", [declaration.text])} if {
	some declaration in input.facts.versions.declarations
	declaration.role == "project"
	declaration.version != null
	some other in input.facts.versions.declarations
	other.role == "project"
	other.version != null
	other.version.normal != declaration.version.normal
}

deny contains {"subject": commit.id, "message": "breaks something in a patch"} if {
	input.release.type in {"patch", "hotfix"}
	some commit in input.facts.changes.commits
	some change in commit.changes
	true in {commit.breaking, change.breaking}
}

deny contains {"subject": commit.id, "message": sprintf("%s: %s", [trailer.key, trailer.value])} if {
	some commit in input.facts.changes.commits
	some trailer in commit.trailers
	some word in ["wip", "do-not-merge"]
	lower(trailer.key) == word
}
