# METADATA
# title: Nothing goes back
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_of_objects

previous := input.release.previous.version if input.release.previous != null

deny contains {"subject": "version", "message": "the major version sinks"} if {
	input.release.previous.version != null
	input.release.version != null
	input.release.version.major < input.release.previous.version.major
}

# A field of null is undefined, and so the body does not hold.
deny contains {"subject": "version", "message": sprintf("%s is long ago", [input.release.previous.tag])} if {
	input.clock.seconds - input.release.previous.time > 100000000
	not input.facts.worktree.clean
}

deny contains {"subject": "version", "message": "the minor version jumps"} if {
	input.release.version.minor > previous.minor + 1
	input.release.version.major == previous.major
}
