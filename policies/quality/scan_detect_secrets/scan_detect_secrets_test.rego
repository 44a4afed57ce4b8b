package relcheck.policy.quality.scan_detect_secrets_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.scan_detect_secrets as rule

judged(reports) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"scans": {"reports": reports}}})

denied(reports) := found if {
	found := rule.deny with input as judged(reports) with data.relcheck.params as facts.params
}

fixes(reports) := {finding.fix | some finding in denied(reports)}

unknown(reports) := reasons if {
	found := rule.unknown with input as judged(reports) with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

looked_at(reports) := found if {
	found := rule.looked_at with input as judged(reports) with data.relcheck.params as facts.params
}

secret(state) := facts.scan_finding({
	"rule": "Secret Keyword",
	"message": "a secret",
	"severity": "unknown",
	"confidence": "unknown",
	"secret": state,
	"fingerprint": "d033e22a",
})

scan(states) := facts.scan_report("detect-secrets", {
	"scanned": null,
	"findings": [secret(state) | some state in states; state != "false-positive"],
	"suppressed": [quieted(secret(state)) | some state in states; state == "false-positive"],
})

quieted(finding) := {"finding": finding, "why": "audited: no secret"}

baseline(states) := object.union(scan(states), {"evidence": {
	"path": ".secrets.baseline",
	"binding": "tracked",
	"binding_reason": "it is in git",
	"generated_at": null,
	"commit": null,
}})

test_no_secret_passes if {
	denied([scan([])]) == set()
	unknown([scan([])]) == set()
}

test_a_secret_that_nobody_audited_fails if {
	denied([scan(["unaudited"])]) == {{
		"subject": "src/demo.py",
		"message": "`Secret Keyword` at `src/demo.py:7`, says detect-secrets: a secret",
		"evidence": {"file": "src/demo.py", "line": 7},
		"fix": "see whether it is one, and say so: `detect-secrets scan > .secrets.baseline && detect-secrets audit .secrets.baseline`, answer `y` to what is none, commit `.secrets.baseline`, and `relcheck record -- detect-secrets scan`",
	}}
}

test_a_confirmed_secret_fails if {
	fixes([scan(["confirmed"])]) == {"take it out, and revoke it: whoever has a copy of the repository has it"}
}

test_what_a_report_itself_calls_no_secret_is_one if {
	count(denied([scan(["false-positive"])])) == 1
	denied([baseline(["false-positive"]), scan(["false-positive"])]) == set()
	count(denied([baseline(["unaudited"]), scan(["false-positive"])])) == 1
}

test_a_baseline_that_changes_unseen_tells_nothing if {
	renamed := object.union(baseline(["false-positive"]), {"evidence": {"path": "security/audit.json"}})
	found := denied([renamed, scan(["unaudited"])])
	count(found) == 2
	{
		"subject": "security/audit.json",
		"message": "what `security/audit.json` says of secrets does not count: its changes take nobody's approval",
		"level": "warn",
		"fix": "git mv security/audit.json .secrets.baseline",
	} in found
	moved := object.union(baseline(["false-positive"]), {"evidence": {"path": "ci/.secrets.baseline"}})
	denied([moved, scan(["unaudited"])]) == set()
}

test_a_baseline_tells_what_was_audited if {
	reports := [baseline(["false-positive"]), scan(["unaudited"])]
	denied(reports) == set()
	unknown(reports) == set()
	"a baseline with 1 audited false secret" in looked_at(reports)
	count(denied([baseline(["unaudited"]), scan(["unaudited"])])) == 1
	count(denied([baseline(["confirmed"]), scan(["unaudited"])])) == 1
	count(denied([baseline(["false-positive", "confirmed"]), scan(["unaudited"])])) == 1
}

test_a_baseline_that_is_there_is_amended if {
	fixes([baseline([]), scan(["unaudited"])]) == {"see whether it is one, and say so: `detect-secrets scan --baseline .secrets.baseline && detect-secrets audit .secrets.baseline`, answer `y` to what is none, commit `.secrets.baseline`, and `relcheck record -- detect-secrets scan`"}
}

test_a_baseline_that_cannot_be_read_tells_nothing if {
	broken := object.union(baseline(["false-positive"]), {"status": "unreadable", "reason": "it is cut off"})
	count(denied([broken, scan(["unaudited"])])) == 1
}

test_a_baseline_of_another_file_tells_nothing if {
	every changed in [{"path": "src/other.py"}, {"fingerprint": "0"}, {"fingerprint": null}] {
		other := object.union(baseline([]), {"suppressed": [quieted(object.union(secret("false-positive"), changed))]})
		count(denied([other, scan(["unaudited"])])) == 1
	}
}

test_a_baseline_alone_is_no_scan if {
	unknown([baseline(["false-positive"])]) == {"there is no report of detect-secrets"}
}

test_no_report_is_unknown if {
	unknown([]) == {"there is no report of detect-secrets"}
}

test_what_could_not_be_read_is_unknown if {
	broken := object.union(scan([]), {"unscanned": [{"path": "a.bin", "package": null, "reason": "it cannot be read"}]})
	unknown([broken]) == {"`detect-secrets.json` does not tell of `a.bin` (it cannot be read)"}
}

test_what_is_kept_quiet_is_named if {
	"not looked at by its settings: ^vendor/" in looked_at([object.union(scan([]), {"excluded": ["^vendor/"]})])
}

test_a_scan_that_leaves_files_out_fails if {
	part := object.union(scan([]), {"left_out": ["src/more.py", "tests/a.py", "uv.lock"]})
	{finding.message | some finding in denied([part])} == {"it did not read 1 tracked file: `src/more.py`"}
	denied([part, object.union(scan([]), {"left_out": ["docs/a.md"]})]) == set()
	unknown([object.union(scan([]), {"left_out": null})]) == {"`detect-secrets.json` does not say which files were read"}
}

narrow(changed) := unknown([object.union(scan([]), changed)])

option(name, value) := {"options": [{"name": name, "value": value}]}

test_a_scan_that_was_told_to_look_for_less_is_unknown if {
	narrow(option("--only-allowlisted", null)) == {"`detect-secrets.json` was told with `--only-allowlisted` not to report every secret"}
	narrow(option("--disable-plugin", "KeywordDetector")) == {"`detect-secrets.json` was made without `KeywordDetector`"}
	narrow(option("--all-files", null)) == set()
	every pattern in [".*", ".", "(?=a)"] {
		narrow({"excluded": [concat(": ", ["should_exclude_line", pattern])]}) == {sprintf("`detect-secrets.json` leaves out every line: `should_exclude_line: %s`", [pattern])}
	}
	count(narrow({"checks": ["KeywordDetector"]})) == 1
	narrow({"checks": facts.params.quality.scan_detect_secrets.plugins}) == set()
}

test_another_run_without_such_options_is_enough if {
	reports := [object.union(scan([]), option("--only-verified", null)), scan([])]
	unknown(reports) == set()
	denied(reports) == set()
}

test_what_is_left_out_of_lines_is_a_weakening if {
	weakenings := {finding.weakening |
		some changed in [{"excluded": ["should_exclude_line: fake", "should_exclude_file: ^a"]}, option("--hex-limit", "4")]
		some finding in denied([object.union(scan([]), changed)])
		finding.level == "warn"
	}
	weakenings == {"detect-secrets leaves out what `should_exclude_line: fake` matches", "detect-secrets was told `--hex-limit`"}
}
