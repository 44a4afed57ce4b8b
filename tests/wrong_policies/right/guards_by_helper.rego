# METADATA
# title: The line of the branch
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_by_helper

is_known(value) if value != null

is_dated(tag) if tag.time != null

has_line if input.facts.repository.branch.line != null

deny contains {"subject": "branch", "message": "is no 1.x line"} if {
	line := input.facts.repository.branch.line
	is_known(line)
	not startswith(line, "1.")
}

deny contains {"subject": tag.name, "message": "is new"} if {
	some tag in input.facts.repository.tags
	is_dated(tag)
	tag.time > input.clock.seconds - 60
}

deny contains {"subject": "branch", "message": "has an odd line"} if {
	has_line
	not regex.match(`^[0-9]+\.[0-9]+$`, input.facts.repository.branch.line)
}
