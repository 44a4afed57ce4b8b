# METADATA
# title: Few files change at once
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.array_comprehensions

# Every form of a comprehension over lists.
files := [file.path | some diff in input.facts.diffs.commits; some file in diff.files]

renamed := [pair |
	some diff in input.facts.diffs.commits
	some file in diff.files
	file.status == "renamed"
	file.old_path != null
	pair := sprintf("%s to %s", [file.old_path, file.path])
]

deny contains {
	"subject": "diffs",
	"message": sprintf("%d files change, among them %s", [count(files), concat(", ", renamed)]),
} if {
	count(files) > 500
}
