# METADATA
# title: The age of a tag
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_by_else

age(tag) := 0 if tag.time == null

else := input.clock.seconds - tag.time

years(tag) := null if {
	is_null(tag.time)
} else := floor((input.clock.seconds - tag.time) / 31536000)

deny contains {"subject": tag.name, "message": sprintf("is %d seconds old", [age(tag)])} if {
	some tag in input.facts.repository.tags
	age(tag) > 1000000
}

deny contains {"subject": tag.name, "message": "is years old"} if {
	some tag in input.facts.repository.tags
	years(tag) != null
	years(tag) > 3
}
