package relcheck.policy.quality.scan_bandit_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.scan_bandit as rule

judged(reports) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"scans": {"reports": reports}}})

denied(reports) := found if {
	found := rule.deny with input as judged(reports) with data.relcheck.params as facts.params
}

messages(reports) := {finding.message | some finding in denied(reports)}

unknown(reports) := reasons if {
	found := rule.unknown with input as judged(reports) with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

looked_at(reports) := found if {
	found := rule.looked_at with input as judged(reports) with data.relcheck.params as facts.params
}

bandit(changed) := facts.scan_report("bandit", changed)

found(changed) := bandit({"findings": [facts.scan_finding(changed)]})

test_a_scan_that_found_nothing_passes if {
	denied([bandit({})]) == set()
	unknown([bandit({})]) == set()
	looked_at([bandit({})]) == {"`bandit.json` (bandit)"}
}

test_a_serious_finding_fails_at_its_line if {
	denied([found({})]) == {{
		"subject": "src/demo.py",
		"message": "`B602` at `src/demo.py:7` (high), says bandit: a shell is started",
		"evidence": {"file": "src/demo.py", "line": 7},
	}}
}

test_severity_and_confidence_both_count if {
	count(denied([found({"severity": "medium", "confidence": "medium"})])) == 1
	denied([found({"severity": "low"})]) == set()
	denied([found({"confidence": "low"})]) == set()
	count(denied([found({"severity": "unknown", "confidence": "unknown"})])) == 1
}

test_a_finding_without_a_place_fails if {
	messages([found({"line": null})]) == {"`B602` in `src/demo.py` (high), says bandit: a shell is started"}
	messages([found({"path": null, "line": null, "rule": "", "severity": "unknown"})]) == {"a finding, says bandit: a shell is started"}
}

test_a_file_that_was_left_out_fails if {
	messages([bandit({"left_out": ["src/more.py", "tests/test_a.py"]})]) == {"it did not read 1 tracked file: `src/more.py`"}
}

test_what_one_run_left_out_another_may_have_read if {
	denied([bandit({"left_out": ["a.py"]}), bandit({"left_out": ["b.py"]})]) == set()
}

test_a_file_that_could_not_be_read_is_unknown if {
	broken := bandit({"unscanned": [{"path": "src/demo.py", "package": null, "reason": "syntax error"}]})
	unknown([broken]) == {"`bandit.json` does not tell of `src/demo.py` (syntax error)"}
	nameless := bandit({"unscanned": [{"path": null, "package": null, "reason": "it crashed"}]})
	unknown([nameless]) == {"`bandit.json` does not tell of everything (it crashed)"}
}

test_findings_that_are_not_listed_are_unknown if {
	unknown([bandit({"unlisted": [{"severity": "high", "count": 2}]})]) == {"`bandit.json` does not list 2 findings of severity high"}
	unknown([bandit({"unlisted": [{"severity": "low", "count": 2}]})]) == set()
}

test_a_report_that_does_not_say_what_it_read_is_unknown if {
	unknown([bandit({"left_out": null})]) == {"`bandit.json` does not say which files were read"}
}

test_what_is_kept_quiet_is_named if {
	inline := [
		{"path": "src/b.py", "kind": "nosec", "count": 2},
		{"path": "src/a.py", "kind": "nosec", "count": 1},
	]
	"3 `nosec` in `src/a.py`, `src/b.py`" in looked_at([bandit({"inline": inline})])
	quieted := [{"finding": facts.scan_finding({}), "why": "it is a test"}]
	"1 suppressed finding: B602 (it is a test)" in looked_at([bandit({"suppressed": quieted})])
	"not looked at by its settings: ./vendor" in looked_at([bandit({"excluded": ["./vendor"]})])
}

test_no_report_is_unknown if {
	unknown([]) == {"there is no report of bandit"}
	unknown([facts.scan_report("semgrep", {})]) == {"there is no report of bandit"}
}

test_a_crash_is_unknown if {
	unknown([bandit({"status": "crashed", "reason": "it ended with 2"})]) == {"`bandit.json` does not count: it ended with 2"}
}

test_no_python_is_not_applicable if {
	not_applicable(judged([]), []) == {"no Python file is tracked"}
}

not_applicable(document, files) := found if {
	own := object.union(document, {"facts": {"scans": {"python_files": files}}})
	found := rule.not_applicable with input as own with data.relcheck.params as facts.params
}

test_nothing_but_exempt_files_is_not_applicable if {
	files := ["tests/data/x.py", "test_x.py"]
	not_applicable(judged([]), files) == {"no tracked Python file has to be scanned: `test_x.py`, `tests/data/x.py`"}
	not_applicable(judged([]), ["a.py", "tests/x.py"]) == set()
}

test_what_was_scanned_all_the_same_counts if {
	not_applicable(judged([bandit({})]), ["tests/x.py"]) == set()
	due := {"name": "scan", "names": ["bandit"], "kinds": ["scan"], "reason": "it was not recorded yet"}
	configured := object.union(judged([]), {"facts": {"recordings": {"due": [due]}}})
	not_applicable(configured, ["tests/x.py"]) == set()
	run := {"path": "b.stdout", "names": ["bandit"], "exit_status": 2, "finished": 1700000000, "other": false}
	silent := object.union(judged([]), {"facts": {"scans": {"unread": [run]}}})
	not_applicable(silent, ["tests/x.py"]) == set()
}

narrow(changed) := unknown([bandit(changed)])

option(name, value) := {"options": [{"name": name, "value": value}]}

settings(changed) := {"settings": [object.union({"file": "b.yaml", "reason": null, "skips": [], "tests": []}, changed)]}

test_a_run_that_was_told_to_leave_checks_out_is_unknown if {
	narrow(option("--skip", "B101, B602,B506")) == {"`bandit.json` was told to leave out `B506`, `B602`"}
	narrow(option("--tests", "B101")) == {"`bandit.json` was told with `--tests` to make some checks only"}
	narrow(settings({"reason": "git does not track it"})) == {"`bandit.json` was told more by `b.yaml`, of which it is not known what: git does not track it"}
	unknown([bandit(option("--tests", "B101")), bandit({})]) == set()
}

test_checks_that_find_nothing_that_counts_may_be_left_out if {
	narrow(option("--skip", "B101,B404")) == set()
	narrow(option("--quiet", null)) == set()
	denied([bandit(settings({"skips": ["B101"]}))]) == set()
}

test_what_a_tracked_file_leaves_out_is_a_weakening if {
	weakenings := {finding.weakening |
		some changed in [{"skips": ["B101", "B602"]}, {"tests": ["B101"]}]
		some finding in denied([bandit(settings(changed))])
		finding.level == "warn"
	}
	weakenings == {"bandit leaves out `B602`, as `b.yaml` says", "bandit makes some checks only, as `b.yaml` says"}
}

test_a_script_without_an_ending_has_to_be_named if {
	part := bandit({"left_out": ["bin/demo", "src/more.py"]})
	{finding.fix | some finding in denied([part])} == {"relcheck record -- bandit -r . bin/demo -f json"}
}
