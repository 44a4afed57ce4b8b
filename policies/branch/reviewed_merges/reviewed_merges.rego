# METADATA
# title: What came to the main branch came by merges or pull requests
# description: Each commit on the main branch's own line since the previous release is a merge of another branch, or names its pull request, as squashed ones do. A merge that rebases leaves no trace, so its commits look like direct pushes.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: warn
#   needs: [main_line]
#   fix: Protect the main branch, so that changes come to it by pull requests only, and let those be merged or squashed.
#   source:
#     - Release Branch Strategy / Branch Lifecycle / Develop
#     - Release Branch Strategy / Branch Structure / main
#   controls: {osps: [OSPS-AC-03.01]}
package relcheck.policy.branch.reviewed_merges

import data.relcheck.lib.commit
import data.relcheck.lib.text

main := input.facts.main_line

max_named := data.relcheck.params.branch.reviewed_merges.max_named

named(arrivals) := text.listed([entry | some arrival in arrivals; entry := shown(arrival)], max_named)

shown(arrival) := sprintf("%s %s", [commit.short(arrival.commit), text.quoted(arrival.subject)])

direct := [arrival |
	some arrival in main.arrivals
	not arrival.merge
	is_null(arrival.pull_request)
]

# Whoever pulls into a clone of main with commits of its own makes such a merge.
pulls := [arrival |
	some arrival in main.arrivals
	main.branch in arrival.merged
]

not_applicable contains "nothing was released before, so nothing came since" if input.release.previous == null

deny contains {
	"subject": main.branch,
	"message": sprintf("%s to `%s` neither by a merge nor with the number of a pull request: %s", [
		text.counted(count(direct), "commit came", "commits came"),
		main.branch,
		named(direct),
	]),
	"fix": sprintf("see whether they were reviewed (merged by rebasing, they look the same), and protect `%s`", [main.branch]),
} if {
	count(direct) > 0
}

deny contains {
	"subject": main.branch,
	"message": sprintf("%s `%s` into itself, as a pull before a direct push does: %s", [
		text.counted(count(pulls), "commit merges", "commits merge"),
		main.branch,
		named(pulls),
	]),
	"fix": sprintf("protect `%s`, and pull with `git pull --rebase`", [main.branch]),
} if {
	count(pulls) > 0
}
