# METADATA
# title: Old tags are left alone
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_not_equal

max_age := 5 * 365 * 24 * 60 * 60

deny contains {"subject": tag.name, "message": "is too old"} if {
	some tag in input.facts.repository.tags
	tag.time != null
	input.clock.seconds - tag.time > max_age
}

# The order of a body says nothing: the guard may come later.
deny contains {"subject": tag.name, "message": "is from the future"} if {
	some tag in input.facts.repository.tags
	tag.time > input.clock.seconds
	tag.time != null
}

deny contains {"subject": tag.name, "message": "is from before there was git"} if {
	some tag in input.facts.repository.tags
	null != tag.time
	tag.time < 1112911993
}
