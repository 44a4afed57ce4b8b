# METADATA
# title: Sums of what was added
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.sets_and_numbers

added := sum([lines |
	some diff in input.facts.diffs.commits
	some file in diff.files
	some range in file.added
	lines := (range.last - range.first) + 1
])

removed := sum([file.removed | some diff in input.facts.diffs.commits; some file in diff.files])

largest := max([count(diff.files) | some diff in input.facts.diffs.commits])

deny contains {"subject": "diffs", "message": sprintf("%d lines added, %d removed", [added, removed])} if {
	added - removed > 10000
	abs(added - removed) % 2 == 0
	ceil(added / 3) >= floor(removed / 3)
	largest > 10
}

folders := union({folders_of(diff) | some diff in input.facts.diffs.commits})

folders_of(diff) := {split(file.path, "/")[0] | some file in diff.files; contains(file.path, "/")}

deny contains {"subject": folder, "message": "must not be touched"} if {
	some folder in folders & {"vendor", "third_party"}
}

deny contains {"subject": "folders", "message": "neither code nor docs"} if {
	count(folders) > 0
	count(intersection({folders, {"src", "docs"}})) == 0
	product([1, 2]) == 2
}
