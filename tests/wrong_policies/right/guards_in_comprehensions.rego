# METADATA
# title: The newest tag is not too old
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_in_comprehensions

times := [tag.time | some tag in input.facts.repository.tags; tag.time != null]

newest := max(times) if count(times) > 0

deny contains {"subject": "tags", "message": "the newest tag is older than a year"} if {
	input.clock.seconds - newest > 31536000
}

deny contains {"subject": "tags", "message": "too many taggers"} if {
	taggers := {tag.tagger |
		some tag in input.facts.repository.tags
		tag.tagger != null
	}
	listed := concat(", ", taggers)
	count(listed) > 1000
}

deny contains {"subject": "tags", "message": "they are old"} if {
	every tag in input.facts.repository.tags {
		tag.time != null
		tag.time < 1500000000
	}
}
