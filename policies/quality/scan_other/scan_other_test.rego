package relcheck.policy.quality.scan_other_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.lib.recordings
import data.relcheck.policy.quality.scan_other as rule

judged(reports) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"scans": {"reports": reports}}})

demanding := object.union(facts.params, {"quality": {"scan_other": {"required": ["CodeQL"]}}})

denied(reports) := found if {
	found := rule.deny with input as judged(reports) with data.relcheck.params as facts.params
}

unknown(reports, params) := reasons if {
	found := rule.unknown with input as judged(reports) with data.relcheck.params as params
	reasons := {entry.reason | some entry in found}
}

not_applicable(reports, params) := found if {
	found := rule.not_applicable with input as judged(reports) with data.relcheck.params as params
}

semgrep(changed) := facts.scan_report("semgrep", changed)

test_a_scan_that_found_nothing_passes if {
	denied([semgrep({})]) == set()
	unknown([semgrep({})], facts.params) == set()
	found := rule.looked_at with input as judged([semgrep({})]) with data.relcheck.params as facts.params
	found == {"`semgrep.json` (semgrep)"}
}

test_a_serious_finding_fails if {
	count(denied([semgrep({"findings": [facts.scan_finding({"severity": "unknown"})]})])) == 1
	denied([semgrep({"findings": [facts.scan_finding({"severity": "low"})]})]) == set()
}

test_scanners_with_their_own_rule_are_left_to_it if {
	bandit := facts.scan_report("bandit", {"findings": [facts.scan_finding({})]})
	denied([bandit]) == set()
	not_applicable([bandit], facts.params) == {"no further scanner is asked for, and none was recorded"}
}

test_what_just_lies_there_does_not_count if {
	loose := semgrep({
		"evidence": facts.loose(facts.recorded("old.json", "scan", "semgrep")),
		"findings": [facts.scan_finding({})],
	})
	denied([loose]) == set()
	not_applicable([loose], facts.params) == {"no further scanner is asked for, and none was recorded"}
}

test_a_scan_of_another_commit_is_unknown_until_it_is_recorded_again if {
	stale := semgrep({
		"evidence": object.union(facts.recorded("semgrep-1.stdout", "scan", "semgrep"), {
			"commit": null,
			"binding": "unbound",
			"binding_reason": "it speaks of 20c38ad1f0aa, and HEAD is at 071198125e73",
			"command": ["semgrep", "scan", "--json", "a b"],
		}),
		"findings": [facts.scan_finding({})],
	})
	found := rule.unknown with input as judged([stale]) with data.relcheck.params as facts.params
	found == {{
		"reason": "`semgrep-1.stdout` does not count: it speaks of 20c38ad1f0aa, and HEAD is at 071198125e73",
		"fix": "relcheck record -- semgrep scan --json 'a b'",
	}}
	not_applicable([stale], facts.params) == set()
	unknown([stale, semgrep({})], facts.params) == set()
	denied([stale, semgrep({})]) == set()
}

test_a_scanner_that_is_asked_for_and_not_there_is_unknown if {
	unknown([], demanding) == {"there is no report of codeql"}
	not_applicable([], demanding) == set()
	loose := facts.scan_report("CodeQL", {"evidence": facts.loose(facts.recorded("x.sarif", "scan", "CodeQL"))})
	"`x.sarif` does not count: nothing shows for which commit it was made" in unknown([loose], demanding)
	unknown([facts.scan_report("CodeQL", {})], demanding) == set()
}

test_a_crash_is_unknown if {
	unknown([semgrep({"status": "crashed", "reason": "out of memory"})], facts.params) == {"`semgrep.json` does not count: out of memory"}
}

# What was recorded and is not read.
ran(changed) := object.union(
	{
		"path": "npx-1.stdout",
		"names": ["eslint", "npx", "npx eslint"],
		"exit_status": 1,
		"finished": facts.now - 60,
		"other": false,
	},
	changed,
)

unread(runs, reports) := {"unknown": reasons, "not_applicable": none} if {
	judging := object.union(facts.judged("minor", "1.3.0"), {"facts": {"scans": {"reports": reports, "unread": runs}}})
	found := rule.unknown with input as judging with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
	none := rule.not_applicable with input as judging with data.relcheck.params as facts.params
}

test_a_scanner_whose_report_is_not_read_is_unknown if {
	unread([ran({})], []) == {
		"unknown": {"`eslint` was recorded (`npx-1.stdout`), ended with the exit status 1, and left no report that relcheck reads"},
		"not_applicable": set(),
	}
	unread([ran({"exit_status": 0})], []).unknown == {"`eslint` was recorded (`npx-1.stdout`), and left no report that relcheck reads"}
	unread([ran({"exit_status": null})], []).unknown == {"`eslint` was recorded (`npx-1.stdout`), was ended by a signal, and left no report that relcheck reads"}
}

test_what_is_no_scanner_leaves_nothing_to_read if {
	count(unread([ran({"names": ["make", "make test"]})], []).not_applicable) == 1
}

test_a_scanner_that_passed_in_a_command_for_something_else_is_none if {
	count(unread([ran({"other": true, "exit_status": 0})], []).not_applicable) == 1
	count(unread([ran({"other": true})], []).unknown) == 1
}

test_a_later_report_of_the_same_scanner_counts_instead if {
	eslint := facts.scan_report("ESLint", {})
	at := eslint.evidence.generated_at
	unread([ran({"finished": at - 60})], [eslint]).unknown == set()
	count(unread([ran({"finished": at + 60})], [eslint]).unknown) == 1
	count(unread([ran({"finished": at - 60})], [semgrep({})]).unknown) == 1
}

test_what_to_record_instead_is_said if {
	fixes := {entry.fix |
		judging := object.union(facts.judged("minor", "1.3.0"), {"facts": {"scans": {"reports": [], "unread": [ran({}), ran({"names": ["pylint"]})]}}})
		found := rule.unknown with input as judging with data.relcheck.params as facts.params
		some entry in found
	}
	fixes == {
		"record it again, in a format that is read: relcheck record -- npx eslint -f @microsoft/eslint-formatter-sarif . (of the package of that name)",
		"record it again, in a format that is read: relcheck record --file .relcheck/FILE -- COMMAND, which writes SARIF to .relcheck/FILE, by itself or through a converter",
	}
}

test_a_scan_of_nothing_of_this_repository_is_unknown if {
	elsewhere := semgrep({"doubts": ["read no file of this repository"]})
	unknown([elsewhere], facts.params) == {"`semgrep.json` read no file of this repository"}
	unknown([elsewhere, semgrep({})], facts.params) == set()
	untracked := {"file": ".semgrepignore", "reason": "git did not track it", "skips": [], "tests": []}
	unknown([semgrep({"settings": [untracked]})], facts.params) == {"`semgrep.json` was told more by `.semgrepignore`, of which it is not known what: git did not track it"}
}

test_what_could_not_be_read_is_unknown if {
	broken := semgrep({"unscanned": [{"path": "a.py", "package": null, "reason": "timeout"}]})
	unknown([broken], facts.params) == {"`semgrep.json` does not tell of `a.py` (timeout)"}
}

test_what_is_kept_quiet_is_named if {
	found := rule.looked_at with input as judged([semgrep({"excluded": ["vendor"]})]) with data.relcheck.params as facts.params
	"not looked at by its settings: vendor" in found
}

test_a_configured_scanner_without_evidence_leaves_it_open if {
	due := {"name": "scan", "names": ["make", "make scan"], "kinds": ["scan"], "reason": "it was not recorded yet"}
	document := object.union(judged([]), {"facts": {"recordings": {"due": [
		due,
		object.union(due, {"name": "lint", "names": ["eslint"], "kinds": []}),
		object.union(due, {"name": "own", "names": ["bandit"]}),
		object.union(due, {"name": "tests", "kinds": ["tests"]}),
	]}}})
	found := rule.unknown with input as document with data.relcheck.params as facts.params
	{entry.reason | some entry in found} == {
		"`lint` is configured to be recorded, and there is no evidence of it that counts: it was not recorded yet",
		"`scan` is configured to be recorded, and there is no evidence of it that counts: it was not recorded yet",
	}
	nowhere := rule.not_applicable with input as document with data.relcheck.params as facts.params
	nowhere == set()
	own := recordings.due_of({"bandit"}) with input as document
	count(own) == 1
}
