# METADATA
# title: Neither null nor absent
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guards_negated

deny contains {"subject": tag.name, "message": "has a tagger with a short name"} if {
	some tag in input.facts.repository.tags
	not tag.tagger == null
	count(tag.tagger) < 3
}

deny contains {"subject": "branch", "message": "the line is missing"} if {
	not input.facts.repository.branch.line
	not input.facts.repository.branch.detached
}
