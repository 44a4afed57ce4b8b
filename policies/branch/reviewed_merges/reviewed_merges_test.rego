package relcheck.policy.branch.reviewed_merges_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.reviewed_merges as rule

denied(arrivals) := found if {
	document := object.union(facts.judged("minor", "1.3.0"), {"facts": {"main_line": {"arrivals": arrivals}}})
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

arrival(subject) := {
	"commit": facts.head,
	"subject": subject,
	"merge": false,
	"pull_request": null,
	"merged": [],
}

merge(subject, merged) := object.union(arrival(subject), {"merge": true, "merged": merged})

test_merges_and_squashed_pull_requests_pass if {
	denied([
		merge("Merge branch 'feature'", ["feature"]),
		merge("Merge pull request #7 from ada/feature", []),
		object.union(arrival("Add a thing (#8)"), {"pull_request": 8}),
	]) == set()
	denied([]) == set()
}

test_a_direct_push_is_warned_about if {
	denied([arrival("fix: quick one")]) == {{
		"subject": "main",
		"message": "1 commit came to `main` neither by a merge nor with the number of a pull request: 4ea0c1c5d3 `fix: quick one`",
		"fix": "see whether they were reviewed (merged by rebasing, they look the same), and protect `main`",
	}}
}

test_no_more_than_a_few_are_named if {
	some finding in denied([arrival(text) | some text in ["a", "b", "c", "d", "e", "f", "g"]])
	endswith(finding.message, "4ea0c1c5d3 `e` and 2 more")
}

test_a_pull_is_no_merge_of_a_branch if {
	denied([merge("Merge branch 'main' of host:project", ["main"])]) == {{
		"subject": "main",
		"message": "1 commit merges `main` into itself, as a pull before a direct push does: 4ea0c1c5d3 `Merge branch 'main' of host:project`",
		"fix": "protect `main`, and pull with `git pull --rebase`",
	}}
}

test_a_first_release_is_left_out if {
	rule.not_applicable == {"nothing was released before, so nothing came since"} with input as facts.first("minor", "0.1.0")
	rule.not_applicable == set() with input as facts.judged("minor", "1.3.0")
}
