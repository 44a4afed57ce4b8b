# METADATA
# title: The first two tags are in order
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.destructured

first_two := array.slice(input.facts.repository.tags, 0, 2)

deny contains {"subject": second.name, "message": sprintf("%s and %s", [first.name, second.name])} if {
	[first, second] := first_two
	first.kind == "final"
	second.kind == "final"
}

deny contains {"subject": "pattern", "message": source} if {
	{"prefixes": prefixes, "current": _, "source": source, "foreign": _} := input.facts.repository.tag_pattern
	count(prefixes) > 3
}

deny contains {"subject": kind, "message": "is there twice"} if {
	some [kind, amount] in [["final", 2], ["other", 3]]
	count([tag | some tag in input.facts.repository.tags; tag.kind == kind]) > amount
}
