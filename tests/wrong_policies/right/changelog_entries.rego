# METADATA
# title: Entries are sentences
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changelog]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.changelog_entries

sections := [section |
	some file in input.facts.changelog.files
	some section in file.sections
	not section.unreleased
]

latest := sections[0]

deny contains {"subject": sprintf("line %d", [entry.line]), "message": sprintf("`%s` ends without a full stop", [entry.text])} if {
	some group in latest.groups
	some entry in group.entries
	not endswith(entry.text, ".")
	group.name != null
	lower(group.name) in {"added", "changed", "fixed"}
}

deny contains {"subject": latest.heading, "message": "is older than the section below it"} if {
	below := sections[1]
	latest.date != null
	below.date != null
	latest.date < below.date
}

deny contains {"subject": latest.heading, "message": "tells nothing"} if {
	latest.empty == true
	count(latest.groups) == 0
}
