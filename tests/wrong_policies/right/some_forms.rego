# METADATA
# title: Each way to iterate
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.some_forms

deny contains {"subject": tag.name, "message": "is not signed"} if {
	some tag in input.facts.repository.tags
	tag.kind == "final"
	not tag.signed
}

deny contains {"subject": input.facts.repository.tags[i].name, "message": "is not annotated"} if {
	some i
	not input.facts.repository.tags[i].annotated
}

deny contains {"subject": branch, "message": "has no line"} if {
	some i, _ in input.facts.repository.branches
	input.facts.repository.branches[i].line == null
	branch := input.facts.repository.branches[i].name
}

deny contains {"subject": name, "message": "is a second remote"} if {
	name := input.facts.repository.branches[j].name
	input.facts.repository.branches[j].remote == "upstream"
}
