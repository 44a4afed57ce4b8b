# METADATA
# title: Versions go up
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.versions_compared

above(a, b) if a.major > b.major

above(a, b) if {
	a.major == b.major
	a.minor > b.minor
}

above(a, b) if {
	[a.major, a.minor] == [b.major, b.minor]
	a.patch > b.patch
}

deny contains {"subject": tag.name, "message": "is above the release"} if {
	some tag in input.facts.repository.tags
	tag.version != null
	input.release.version != null
	above(tag.version, input.release.version)
	semver.compare(tag.version.normal, input.release.version.normal) == 1
	semver.is_valid(tag.version.normal)
}

deny contains {"subject": "version", "message": sprintf("%s is a pre-release", [version.text])} if {
	version := input.release.version
	version.pre != null
	startswith(version.pre, "rc")
	not version.development
}
