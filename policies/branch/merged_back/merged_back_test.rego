package relcheck.policy.branch.merged_back_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.merged_back as rule

judged(fact) := object.union(facts.judged("patch", "1.2.3"), {
	"release": {"stage": "post-release"},
	"facts": {"merge_back": fact},
})

patch(state) := {"commit": facts.head, "subject": "fix: it", "state": state, "applied_by": null}

open(states) := judged({"contained": false, "patches": [patch(state) | some state in states]})

test_a_release_that_main_has_passes if {
	rule.deny == set() with input as judged({})
	rule.unknown == set() with input as judged({})
	rule.not_applicable == set() with input as judged({})
}

test_it_is_due_some_days_after_the_tag if {
	rule.due == 1767225600 + (7 * 86400) with input as judged({}) with data.relcheck.params as facts.params
}

test_changes_that_main_makes_too_pass if {
	rule.deny == set() with input as open(["applied", "empty"])
}

test_each_change_that_main_lacks_is_a_finding if {
	rule.deny == {{
		"subject": "4ea0c1c5d3",
		"message": "`fix: it` of `v1.2.3` is not on `main`",
		"fix": "git switch main && git merge --no-ff v1.2.3",
		"evidence": {"commit": "4ea0c1c5d3a1f0b2e6c7d8f9a0b1c2d3e4f5a6b7"},
	}} with input as open(["applied", "missing", "empty"])
}

test_older_lines_are_left_out if {
	older := judged({"contained": false, "newer_line": "v1.3.0"})
	rule.not_applicable == {"`v1.2.3` is of an older line than `v1.3.0`"} with input as older
	merged := judged({"contained": true, "newer_line": "v1.3.0"})
	rule.not_applicable == set() with input as merged
}

test_a_release_of_another_type_is_left_out if {
	document := object.union(judged({}), {"release": {"version": facts.version("1.3.0")}})
	rule.not_applicable == {"the release at hand is `v1.2.3`, not 1.3.0"} with input as document
}

test_no_release_is_unknown if {
	rule.unknown == {{
		"reason": "HEAD has no tag of a final release",
		"fix": "git switch --detach vX.Y.Z, or relcheck check --stage post-release --release X.Y.Z",
	}} with input as judged({"release": null, "tagged": null, "contained": null})
}

test_no_main_branch_is_unknown if {
	count(rule.unknown) == 1 with input as judged({"main": null, "contained": null})
}

test_no_candidate_is_unknown if {
	count(rule.unknown) == 1 with input as facts.unversioned("patch")
}
