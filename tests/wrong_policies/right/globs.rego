# METADATA
# title: Generated files are not changed by hand
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.globs

generated := ["dist/**", "**/*.lock", "docs/*.json"]

is_generated(path) if {
	some pattern in generated
	glob.match(pattern, ["/"], path)
}

deny contains {"subject": file.path, "message": "is generated"} if {
	some diff in input.facts.diffs.commits
	some file in diff.files
	is_generated(file.path)
	file.status in {"added", "modified"}
	file.removed + sum([lines | some range in file.added; lines := (range.last - range.first) + 1]) > 1000
}
