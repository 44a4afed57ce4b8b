# METADATA
# title: No note says that it is secret
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changelog]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.walked

deny contains {"subject": "changelog", "message": sprintf("an entry holds `%s`", [leaf])} if {
	walk(input.facts.changelog.files, [_, leaf])
	is_string(leaf)
	contains(leaf, "SECRET")
}
