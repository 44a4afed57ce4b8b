# METADATA
# title: Every commit has a diff
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.indexed_join

# Indexed outside of the loop: the engine looks a key up instead of searching.
diff_of := {diff.id: diff | some diff in input.facts.diffs.commits}

deny contains {"subject": commit.id, "message": "has no diff"} if {
	some commit in input.facts.changes.commits
	not diff_of[commit.id]
	not commit.merge
}

deny contains {"subject": commit.id, "message": sprintf("touches %d files", [count(diff.files)])} if {
	some commit in input.facts.changes.commits
	diff := diff_of[commit.id]
	count(diff.files) > 300
}

ids := {commit.id | some commit in input.facts.changes.commits}

deny contains {"subject": id, "message": "is a diff of no commit"} if {
	some id in {diff.id | some diff in input.facts.diffs.commits} - ids
}
