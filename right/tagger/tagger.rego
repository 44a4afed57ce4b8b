# METADATA
# title: Trial tagger
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do it the other way.
#   source: Our process
package policy.t.tagger

deny contains {"subject": "s", "message": msg} if {
	some tag in input.facts.repository.tags
	tag.kind == "final"
	not tag.signed
	age := (input.clock.seconds - tag.time) / 86400
	age < 30
	msg := sprintf("%v is not signed", [tag.name])
}

