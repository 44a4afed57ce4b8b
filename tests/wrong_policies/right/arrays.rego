# METADATA
# title: Sorted and cut
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.arrays

names := sort([tag.name | some tag in input.facts.repository.tags])

deny contains {"subject": name, "message": sprintf("is the last of %d", [count(names)])} if {
	name := names[count(names) - 1]
	endswith(name, "-old")
}

deny contains {"subject": "tags", "message": concat(", ", array.slice(names, 0, 3))} if {
	count(names) > 1000
	array.reverse(names) != names
}

deny contains {"subject": "tags", "message": "one of many"} if {
	some name in array.concat(names, [branch.name | some branch in input.facts.repository.branches])
	name == "HEAD"
}

deny contains {"subject": "tags", "message": "are all the same"} if {
	count(names) > 1
	count({name | some name in names}) == 1
	min(names) == max(names)
}
