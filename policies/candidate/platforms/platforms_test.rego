package relcheck.policy.candidate.platforms_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.candidate.platforms as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

not_known(document) := found if {
	found := {entry.reason | some entry in full(document)}
}

full(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

seen(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

messages(found) := {finding.message | some finding in found}

# A candidate that supports these platforms, with these facts.
supporting(listed, names) := object.union(facts.judged("minor", "1.3.0-rc.1"), {
	"release": {"stage": "candidate"},
	"facts": object.union({"platforms": facts.platforms(listed)}, names),
})

linux := facts.platform("linux", {"checks": ["test (ubuntu*"]})

windows := facts.platform("windows", {"checks": ["test (windows*"]})

ran_on(system, state) := facts.check(sprintf("test (%s, 3.12)", [system]), {"state": state, "conclusion": state})

checked(listed) := supporting([linux, windows], {"checks": facts.ci_state(listed)})

green := [ran_on("ubuntu", "success"), ran_on("windows", "success")]

test_green_checks_of_each_platform_pass if {
	document := checked(green)
	denied(document) == set()
	not_known(document) == set()
	seen(document) == {"`linux`: 1 check", "`windows`: 1 check"}
}

test_a_check_that_did_not_succeed_fails if {
	denied(checked([ran_on("ubuntu", "success"), ran_on("windows", "failure")])) == {{
		"subject": "windows",
		"message": "`test (windows, 3.12)` (github-actions) did not succeed on `windows`: `failure`",
		"fix": "gh run view 5 --log-failed",
	}}
	messages(denied(checked([ran_on("ubuntu", "skipped"), ran_on("windows", "success")]))) == {"`test (ubuntu, 3.12)` (github-actions) did not succeed on `linux`: `skipped`"}
}

test_each_check_of_a_pattern_has_to_succeed if {
	other := facts.check("test (ubuntu, 3.13)", {"state": "failure", "id": 12})
	count(denied(checked(array.concat(green, [other])))) == 1
	again := object.union(other, {"superseded": "it ran again"})
	denied(checked(array.concat(green, [again]))) == set()
}

test_a_check_that_runs_fails if {
	denied(checked([ran_on("ubuntu", "in_progress"), ran_on("windows", "success")])) == {{
		"subject": "linux",
		"message": "`test (ubuntu, 3.12)` (github-actions) still runs on `linux`: `in_progress`",
		"fix": "gh run watch 5",
	}}
}

test_a_platform_without_its_check_is_unknown if {
	document := checked([ran_on("ubuntu", "success")])
	denied(document) == set()
	not_known(document) == {"`windows` was not tested: no check of this commit is called `test (windows*`"}
}

test_each_pattern_has_to_be_found if {
	both := facts.platform("linux", {"checks": ["test (ubuntu*", "slow (ubuntu*"]})
	document := supporting([both], {"checks": facts.ci_state(green)})
	not_known(document) == {"`linux` was not tested: no check of this commit is called `slow (ubuntu*`"}
}

test_a_check_is_of_one_platform_only if {
	same := facts.platform("macos", {"checks": ["test (ubuntu*"]})
	document := supporting([linux, same], {"checks": facts.ci_state(green)})
	not_known(document) == {
		"`linux` has no check of its own: another platform names each that it does",
		"`macos` has no check of its own: another platform names each that it does",
	}
	wider := facts.platform("all", {"checks": ["test (*"]})
	not_known(supporting([wider, linux], {"checks": facts.ci_state(green)})) == {"`linux` has no check of its own: another platform names each that it does"}
}

# The checks of both, changed so.
listed(changed) := supporting([linux, windows], {"checks": object.union(facts.ci_state(green), changed)})

test_lists_that_are_not_whole_are_unknown if {
	part := facts.checks_source("check-runs", {"incomplete": "it lists 30 of 100"})
	not_known(listed({"sources": [part]})) == {"the check runs of this commit are not all known: `check-runs.json`: it lists 30 of 100"}
	not_known(listed({"unlisted": 3})) == {"3 checks more than relcheck lists are there"}
}

test_lists_that_do_not_count_are_unknown if {
	loose := object.union(facts.checks_source("check-runs", {}), {"evidence": facts.loose(facts.recorded("check-runs.json", "checks", "GitHub"))})
	not_known(listed({"sources": [loose]})) == {
		"`check-runs.json` does not count: nothing shows for which commit it was made",
		"`check-runs.json` does not say when it was made",
	}
}

test_without_lists_it_is_unknown if {
	full(listed({"sources": [], "checks": []})) == {{
		"reason": "whether `linux`, `windows` were tested is not known: there is no token to ask GitHub with",
		"fix": "set `GITHUB_TOKEN`",
	}}
	alone := supporting([linux], {"checks": object.union(facts.ci_state([]), {
		"sources": [],
		"access": {"reason": null, "fix": null},
	})})
	not_known(alone) == {"whether `linux` was tested is not known: nothing lists the checks of this commit"}
}

test_without_platforms_it_is_unknown if {
	document := supporting([], {})
	denied(document) == set()
	not_known(document) == {"nothing lists the platforms that the project supports"}
}

bsd := facts.platform("bsd", {"reports": ["reports/bsd/*.xml"]})

sun := facts.platform("sun", {"reports": ["sun.xml"]})

result(path, changed) := object.union(
	facts.results(changed),
	{"evidence": facts.recorded(path, "tests", "pytest")},
)

# Reports of both, the second of which was kept from sun.xml.
reported(reports) := supporting([bsd, sun], {
	"tests": {"reports": reports, "previous": []},
	"platforms": {"platforms": [bsd, sun], "kept": [{"path": ".relcheck/evidence/a.file-1", "source": "sun.xml"}]},
})

on_bsd(changed) := result("reports/bsd/a.xml", changed)

on_sun(changed) := result(".relcheck/evidence/a.file-1", changed)

test_reports_of_each_platform_pass if {
	document := reported([on_bsd({}), on_sun({})])
	denied(document) == set()
	not_known(document) == set()
	seen(document) == {"`bsd`: 9 tests", "`sun`: 9 tests"}
}

test_reports_are_named_by_a_pattern_or_a_path if {
	exact := facts.platform("bsd", {"reports": ["reports/[1].xml"]})
	document := supporting([exact], {"tests": {"reports": [result("reports/[1].xml", {})], "previous": []}})
	not_known(document) == set()
	kept := facts.platform("bsd", {"reports": ["*/bsd.xml"]})
	other := object.union(document, {"facts": {
		"tests": {"reports": [on_sun({})]},
		"platforms": {"platforms": [kept], "kept": [{"path": ".relcheck/evidence/a.file-1", "source": "out/bsd.xml"}]},
	}})
	not_known(other) == set()
}

test_a_failure_on_one_platform_fails if {
	document := reported([on_bsd({"failed": 1, "errored": 1, "failures": [facts.failed_test({})]}), on_sun({"failed": 2, "passed": 9})])
	messages(denied(document)) == {
		"2 tests failed on `bsd` by `reports/bsd/a.xml`: `tests.test_a::test_open`",
		"2 tests failed on `sun` by `.relcheck/evidence/a.file-1`",
	}
}

test_a_platform_without_its_report_is_unknown if {
	document := reported([on_bsd({})])
	denied(document) == set()
	not_known(document) == {"`sun` was not tested: there is no report of tests that is called `sun.xml`"}
}

test_a_report_that_does_not_count_is_unknown if {
	loose := object.union(on_sun({}), {"evidence": facts.loose(on_sun({}).evidence)})
	"`sun` was not tested: `.relcheck/evidence/a.file-1` does not count: nothing shows for which commit it was made" in not_known(reported([on_bsd({}), loose]))
	crashed := on_sun({"status": "crashed", "reason": "it was cut off"})
	not_known(reported([on_bsd({}), crashed])) == {"`sun` was not tested: `.relcheck/evidence/a.file-1` does not count: it was cut off"}
}

test_no_test_ran_fails if {
	document := reported([on_bsd({}), on_sun({"passed": 0, "skipped": 10})])
	messages(denied(document)) == {"no test ran on `sun`"}
}

test_fewer_tests_than_elsewhere_are_named if {
	document := reported([on_bsd({}), on_sun({"passed": 7, "skipped": 3})])
	denied(document) == {{
		"subject": "sun",
		"message": "7 tests ran on `sun`, and 9 on `bsd`",
		"fix": "run the whole suite on each platform; tests of one platform only are no mistake",
		"level": "warn",
	}}
}

test_one_report_is_of_one_platform if {
	all := facts.platform("all", {"reports": ["reports/**"]})
	document := object.union(reported([on_bsd({}), on_sun({})]), {"facts": {"platforms": {"platforms": [all, bsd]}}})
	not_known(document) == {"`reports/bsd/a.xml` is named by `all`, `bsd`, and can be from one of them only"}
}
