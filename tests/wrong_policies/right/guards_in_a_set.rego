# METADATA
# title: Dated tags only
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_in_a_set

dated contains tag if {
	some tag in input.facts.repository.tags
	tag.time != null
	tag.version != null
}

deny contains {"subject": tag.name, "message": "is old"} if {
	some tag in dated
	tag.time < 1500000000
}

deny contains {"subject": tag.name, "message": "is of a high version"} if {
	some tag in dated
	tag.version.major > 1000
}
