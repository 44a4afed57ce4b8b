package relcheck.policy.branch.cut_from_main_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.cut_from_main as rule

from(fork) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"main_line": {"fork": fork}}})

merged(subject) := from({"merged": {"commit": facts.head, "by": facts.released, "subject": subject}})

named(document, name) := object.union(document, {"facts": {"repository": {"branch": {"name": name}}}})

test_a_branch_from_mains_own_line_passes if {
	rule.deny == set() with input as facts.judged("minor", "1.3.0")
	rule.unknown == set() with input as facts.judged("minor", "1.3.0")
	rule.not_applicable == set() with input as facts.judged("minor", "1.3.0")
}

test_a_branch_from_a_feature_fails if {
	rule.deny == {{
		"subject": "release/v1.3.x",
		"message": "`release/v1.3.x` starts from commit 4ea0c1c5d3, which is not on `main`'s own line: 1111111111 merged it there",
		"fix": "git rebase --onto 1111111111 4ea0c1c5d3",
		"evidence": {"commit": "4ea0c1c5d3a1f0b2e6c7d8f9a0b1c2d3e4f5a6b7"},
	}} with input as merged("Merge branch 'feature'")
}

test_a_branch_that_was_merged_back_passes if {
	rule.deny == set() with input as merged("Merge branch 'release/v1.3.x'")
}

test_a_detached_head_knows_the_branch_by_its_line if {
	rule.deny == set() with input as named(merged("Merge branch 'release/v1.3.x'"), null)
	{finding.subject | some finding in rule.deny} == {"HEAD"} with input as named(merged("Merge branch 'feature'"), null)
}

test_unrelated_histories_fail if {
	rule.deny == {{
		"subject": "release/v1.3.x",
		"message": "`release/v1.3.x` has no commit in common with `main`'s own line",
		"fix": "git rebase main",
	}} with input as from(null)
}

test_main_itself_is_left_out if {
	document := named(from({"own_commits": 0}), "main")
	rule.not_applicable == {"HEAD is on `main` itself"} with input as document
}

test_no_candidate_is_unknown if {
	count(rule.unknown) == 1 with input as facts.unversioned("minor")
}
