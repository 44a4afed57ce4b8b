package relcheck.policy.quality.coverage_new_code_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.coverage_new_code as rule

judged(coverage) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"coverage": coverage}})

denied(coverage) := found if {
	found := rule.deny with input as judged(coverage) with data.relcheck.params as facts.params
}

unknown(coverage) := reasons if {
	found := rule.unknown with input as judged(coverage) with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

not_applicable(coverage) := found if {
	found := rule.not_applicable with input as judged(coverage) with data.relcheck.params as facts.params
}

looked_at(coverage) := found if {
	found := rule.looked_at with input as judged(coverage) with data.relcheck.params as facts.params
}

messages(coverage) := {finding.message | some finding in denied(coverage)}

half := facts.new_file("src/demo.py", {
	"covered": 5,
	"uncovered": [{"first": 3, "last": 6}, {"first": 9, "last": 9}],
})

test_new_lines_that_all_ran_pass if {
	coverage := facts.coverage([facts.new_file("src/demo.py", {})])
	denied(coverage) == set()
	unknown(coverage) == set()
	not_applicable(coverage) == set()
	looked_at(coverage) == {"`coverage.json` (coverage.py JSON)", "10 new executable lines since `v1.2.3`"}
}

test_exactly_the_asked_share_passes_and_less_fails if {
	denied(facts.coverage([facts.new_file("src/demo.py", {"covered": 9, "uncovered": [{"first": 3, "last": 3}]})])) == set()
	many := facts.new_file("src/demo.py", {"lines": 1000, "covered": 899, "uncovered": [{"first": 3, "last": 103}]})
	"899 of 1000 new executable lines since `v1.2.3` were run by the tests (89.9 %), and 90 % are asked for" in messages(facts.coverage([many]))
}

test_too_few_fail_with_the_lines_that_did_not_run if {
	denied(facts.coverage([half])) == {
		{
			"subject": "new code",
			"message": "5 of 10 new executable lines since `v1.2.3` were run by the tests (50.0 %), and 90 % are asked for",
		},
		{
			"subject": "src/demo.py",
			"message": "5 new lines of `src/demo.py` did not run: 3-6, 9",
			"evidence": {"file": "src/demo.py", "line": 3},
		},
	}
}

test_a_file_that_no_report_speaks_of_counts_as_not_run if {
	unreported := facts.new_file("src/more.py", {"reported": false, "covered": 0, "uncovered": [{"first": 1, "last": 10}]})
	"no report speaks of `src/more.py`, so its 10 new lines count as not run" in messages(facts.coverage([unreported]))
}

test_files_that_need_no_test_do_not_count if {
	tests := facts.new_file("tests/test_demo.py", {"reported": false, "covered": 0, "uncovered": [{"first": 1, "last": 10}]})
	coverage := facts.coverage([tests, facts.new_file("src/demo.py", {})])
	denied(coverage) == set()
	"not 1 file that the project exempts: `tests/test_demo.py`" in looked_at(coverage)
}

test_no_new_line_is_not_applicable if {
	not_applicable(facts.coverage([])) == {"no new line of source code can be executed since `v1.2.3`"}
	first := object.union(facts.coverage([]), {"new_code": {"since": null, "files": [], "passed_over": []}})
	not_applicable(first) == {"no new line of source code can be executed"}
}

test_lines_that_are_left_out_are_warned_about if {
	coverage := facts.coverage([facts.new_file("src/demo.py", {"excluded": 2})])
	denied(coverage) == {{
		"subject": "new code",
		"message": "2 new lines are left out of the measurement: 2 in `src/demo.py`",
		"fix": "see whether they have to be: marks such as `pragma: no cover`, `c8 ignore` and `GCOV_EXCL_START`, settings such as `exclude_also`, features that were not built",
		"level": "warn",
	}}
}

test_a_file_that_cannot_be_compared_is_unknown if {
	opaque := facts.new_file("src/demo.py", {"lines": 0, "covered": 0, "opaque": true})
	unknown(facts.coverage([opaque])) == {"`src/demo.py` cannot be compared with the previous release: it is too large, or not text"}
	not_applicable(facts.coverage([opaque])) == set()
}

test_no_report_is_unknown if {
	none := {"reports": [], "total": null, "previous": null, "new_code": null}
	unknown(none) == {"there is no report of coverage"}
	denied(none) == set()
	not_applicable(none) == set()
	looked_at(none) == set()
}

test_no_report_is_needed_where_no_source_changed if {
	scripts := object.union(facts.coverage([]), {"reports": [], "new_code": {"since": "v1.2.3", "files": [], "passed_over": ["deploy.sh"]}})
	rule.not_applicable == {"no source file is new or changed since `v1.2.3` (not taken for source: `deploy.sh`)"} with input as judged(scripts) with data.relcheck.params as facts.params
	unchanged := {"reports": [], "total": null, "previous": null, "new_code": {"since": "v1.2.3", "files": [], "passed_over": []}}
	not_applicable(unchanged) == {"no source file is new or changed since `v1.2.3`"}
}

test_an_old_report_proves_nothing if {
	old := object.union(facts.recorded("coverage.json", "coverage", "coverage.py JSON"), {"generated_at": 0})
	coverage := object.union(facts.coverage([half]), {"reports": [facts.coverage_report({"evidence": old})]})
	unknown(coverage) == {"`coverage.json` is more than 30 days old"}
	denied(coverage) == set()
}

test_a_report_of_another_state_of_the_file_proves_nothing if {
	other := facts.new_file("src/demo.py", {"lines": 0, "covered": 0, "mismatch": "it names line 9, and the file has 3"})
	unknown(facts.coverage([other])) == {"the coverage measured another state of `src/demo.py`: it names line 9, and the file has 3"}
	not_applicable(facts.coverage([other])) == set()
}
