package relcheck.policy.quality.tests_pass_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.tests_pass as rule

judged(tests) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"tests": tests}})

of(reports) := {"reports": reports, "previous": [facts.results({})], "failed": [], "unseen": []}

denied(tests) := found if {
	found := rule.deny with input as judged(tests) with data.relcheck.params as facts.params
}

unknown(tests) := reasons if {
	found := rule.unknown with input as judged(tests) with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

looked_at(tests) := found if {
	found := rule.looked_at with input as judged(tests) with data.relcheck.params as facts.params
}

messages(tests) := {finding.message | some finding in denied(tests)}

levels(tests) := {object.get(finding, "level", "deny") | some finding in denied(tests)}

test_results_without_a_failure_pass if {
	tests := of([facts.results({})])
	denied(tests) == set()
	unknown(tests) == set()
	looked_at(tests) == {"10 tests", "`junit.xml` (pytest)"}
}

test_a_failure_fails_at_its_line if {
	tests := of([facts.results({"passed": 8, "failed": 1, "failures": [facts.failed_test({})]})])
	denied(tests) == {{
		"subject": "tests.test_a::test_open",
		"message": "`tests.test_a::test_open` failed: assert 1 == 2",
		"evidence": {"file": "tests/test_a.py", "line": 7},
	}}
}

test_an_error_fails_also_without_a_reason_and_a_place if {
	failure := facts.failed_test({"errored": true, "reason": null, "path": null, "line": null})
	tests := of([facts.results({"passed": 8, "errored": 1, "failures": [failure]})])
	denied(tests) == {{
		"subject": "tests.test_a::test_open",
		"message": "`tests.test_a::test_open` could not be run to its end",
		"evidence": {},
	}}
}

test_failures_beyond_those_that_are_listed_fail if {
	tests := of([facts.results({"passed": 0, "failed": 9, "failures": [facts.failed_test({})]})])
	"`junit.xml` has 8 failures more" in messages(tests)
}

test_no_test_that_ran_fails if {
	messages(of([facts.results({"passed": 0, "skipped": 10})])) == {"no test ran"}
}

test_all_reports_count if {
	failing := facts.results({
		"evidence": facts.recorded("slow.xml", "tests", "pytest"),
		"failed": 1,
		"failures": [facts.failed_test({})],
	})
	count(denied(of([facts.results({}), failing]))) == 1
}

test_fewer_tests_than_before_fail if {
	tests := {"reports": [facts.results({"total": 9, "passed": 8})], "previous": [facts.results({})]}
	messages(tests) == {"8 tests ran and 1 did not, and 9 at `v1.2.3`"}
	explained := object.union(facts.params, {"quality": {"tests_pass": {"fewer_because": "the old API is gone"}}})
	found := rule.deny with input as judged(tests) with data.relcheck.params as explained
	found == {{
		"subject": "tests",
		"message": "8 tests ran and 1 did not, and 9 at `v1.2.3`: the old API is gone",
		"level": "warn",
	}}
}

test_tests_that_are_skipped_now_ran_before if {
	messages(of([facts.results({"passed": 1, "skipped": 9})])) == {"1 test ran and 9 did not, and 9 at `v1.2.3`"}
}

test_a_test_in_two_reports_is_one if {
	again := facts.results({
		"evidence": facts.recorded("again.xml", "tests", "pytest"),
		"passed": 5,
		"skipped": 0,
		"repeated": 5,
	})
	half := facts.results({"passed": 5, "skipped": 0})
	messages(of([half, again])) == {"5 tests ran, and 9 at `v1.2.3`"}
	messages({"reports": [facts.results({})], "previous": [facts.results({}), facts.results({"repeated": 9})]}) == set()
}

test_what_a_scanner_found_is_no_test_and_is_not_passed_over if {
	tests := of([facts.results({"scanners": ["eslint"], "scanner_findings": 2})])
	unknown(tests) == {"`junit.xml` holds 2 findings of `eslint`, and no report of that scanner itself: what it found is no test"}
	unknown(of([facts.results({"scanners": ["eslint"]})])) == set()
}

test_an_unknown_number_before_is_warned_about if {
	tests := {"reports": [facts.results({})], "previous": []}
	levels(tests) == {"warn"}
	first := object.union(facts.first("minor", "1.3.0"), {"facts": {"tests": tests}})
	found := rule.deny with input as first with data.relcheck.params as facts.params
	found == set()
}

test_flaky_tests_are_warned_about if {
	tests := of([facts.results({"flaky": 2})])
	levels(tests) == {"warn"}
	messages(tests) == {"2 tests passed only when tried again"}
}

test_no_report_is_unknown if {
	unknown({"reports": [], "previous": []}) == {"there is no report of tests"}
}

# The fix where there is no report, for a project with these files.
fix_with(files) := fix_of(files, [])

fix_of(files, dependencies) := reason.fix if {
	tooling := {"files": files, "dependencies": dependencies}
	document := object.union(judged({"reports": [], "previous": []}), {"facts": {"tooling": tooling}})
	found := rule.unknown with input as document with data.relcheck.params as facts.params
	some reason in found
}

test_the_fix_is_a_command_of_the_projects_own_tools[name] if {
	some name, case in {
		"Python": {"files": ["README.md", "pyproject.toml", "setup.py"], "command": "relcheck record --file .relcheck/junit.xml -- pytest --junit-xml=.relcheck/junit.xml"},
		"Go": {"files": ["go.mod"], "command": "relcheck record --file .relcheck/junit.xml -- gotestsum --junitfile .relcheck/junit.xml"},
		"Java": {"files": ["pom.xml"], "command": "relcheck record --file '**/target/surefire-reports/TEST-*.xml' -- mvn test"},
		"two": {"files": ["go.mod", "package.json"], "command": concat("; or ", [
			"relcheck record --file .relcheck/junit.xml -- node --test --test-reporter=junit --test-reporter-destination=.relcheck/junit.xml, or what else runs all tests and writes their results as JUnit XML",
			"relcheck record --file .relcheck/junit.xml -- gotestsum --junitfile .relcheck/junit.xml",
		])},
		"C": {"files": ["CMakeLists.txt"], "command": concat("", [
			"relcheck record --file .relcheck/junit.xml -- COMMAND, ",
			"which runs all tests and writes their results as JUnit XML",
		])},
		"not known": {"files": ["README.md"], "command": concat("", [
			"relcheck record --file .relcheck/junit.xml -- COMMAND, ",
			"which runs all tests and writes their results as JUnit XML",
		])},
	}
	fix_with(case.files) == case.command
}

test_a_report_that_is_bound_to_nothing_is_unknown if {
	loose := facts.results({"evidence": facts.loose(facts.recorded("junit.xml", "tests", "pytest"))})
	"`junit.xml` does not count: nothing shows for which commit it was made" in unknown(of([loose]))
	denied({"reports": [loose], "previous": []}) == set()
}

test_a_loose_report_beside_a_recorded_one_does_not_count if {
	loose := facts.results({
		"evidence": facts.loose(facts.recorded("old.xml", "tests", "pytest")),
		"failed": 1,
		"failures": [facts.failed_test({})],
	})
	tests := of([facts.results({}), loose])
	denied(tests) == set()
	unknown(tests) == set()
}

test_a_run_for_this_commit_that_is_worth_nothing_is_unknown_also_beside_a_whole_report if {
	ended := facts.results({"evidence": object.union(
		facts.recorded("slow.xml", "tests", "pytest"),
		{"binding": "unbound", "binding_reason": "its time was up"},
	)})
	unknown(of([facts.results({}), ended])) == {"`slow.xml` does not count: its time was up"}
}

test_a_crash_is_unknown_also_beside_a_whole_report if {
	crashed := facts.results({"status": "crashed", "reason": "a signal ended it"})
	unknown(of([facts.results({}), crashed])) == {"`junit.xml` does not count: a signal ended it"}
}

test_an_unreadable_report_says_so_also_without_a_reason if {
	unknown(of([facts.results({"status": "unreadable"})])) == {"`junit.xml` does not count: unreadable"}
	nameless := facts.results({"evidence": object.union(
		facts.loose(facts.recorded("junit.xml", "tests", "pytest")),
		{"binding_reason": null, "generated_at": facts.now},
	)})
	unknown(of([nameless])) == {"`junit.xml` does not count: nothing shows which commit it speaks of"}
}

at(seconds) := facts.results({"evidence": object.union(
	facts.recorded("junit.xml", "tests", "pytest"),
	{"generated_at": seconds},
)})

test_a_report_from_another_time_is_unknown if {
	unknown(of([at(facts.now + 300)])) == set()
	unknown(of([at(facts.now + 301)])) == {"`junit.xml` is from the future: the clocks do not agree"}
	unknown(of([at(facts.now - (30 * 86400))])) == set()
	unknown(of([at((facts.now - (30 * 86400)) - 1)])) == {"`junit.xml` is more than 30 days old"}
	unknown(of([at(null)])) == {"`junit.xml` does not say when it was made"}
}

test_a_recorded_run_that_failed_without_results_leaves_it_open if {
	failed := {"path": "go.stdout", "command": ["go", "test", "-cover"], "exit_status": 1, "reason": "ended with the exit status 1"}
	tests := object.union(of([facts.results({})]), {"failed": [failed]})
	unknown(tests) == {"`go test -cover` ended with the exit status 1, and left no results of its tests: `go.stdout`"}
}

test_a_recorded_run_of_which_not_all_is_seen_leaves_it_open if {
	unseen := {"path": "sh.stdout", "command": ["sh", "-c", "pytest | tail"], "reason": "its exit status is lost in a pipe"}
	tests := object.union(of([facts.results({})]), {"unseen": [unseen]})
	unknown(tests) == {"`sh -c pytest | tail` leaves open whether all tests passed: its exit status is lost in a pipe (`sh.stdout`)"}
}

part(option, changed) := facts.results(object.union(
	{
		"evidence": object.union(facts.recorded("part.xml", "tests", "pytest"), {"command": ["pytest", option]}),
		"selected": {"by": option, "without": "pytest", "configured": false},
		"repeated": 9,
	},
	changed,
))

test_a_part_of_the_tests_alone_leaves_it_open if {
	tests := of([part("-k a", {"repeated": 0})])
	unknown(tests) == {"`part.xml` holds a part of the tests: its command was told `-k a`"}
	denied(tests) == set()
}

test_a_part_beside_all_of_them_is_fine if {
	tests := of([facts.results({}), part("-k a", {})])
	unknown(tests) == set()
	denied(tests) == set()
}

test_parts_that_may_be_a_whole_are_warned_about if {
	other := part("-m slow", {"evidence": object.union(facts.recorded("slow.xml", "tests", "pytest"), {"command": ["pytest", "-m", "slow"]})})
	tests := of([part("-m 'not slow'", {"repeated": 0}), other])
	unknown(tests) == set()
	levels(tests) == {"warn"}
	"`slow.xml` holds a part of the tests: its command was told `-m slow`, and that the others are elsewhere is not known" in messages(tests)
}

test_a_part_that_the_configuration_names_is_the_projects_decision if {
	tests := of([part("-m 'not slow'", {"repeated": 0, "selected": {"by": "-m 'not slow'", "without": "pytest", "configured": true}})])
	unknown(tests) == set()
	denied(tests) == set()
	"a part of the tests, as relcheck.toml has it: `-m 'not slow'` (`part.xml`)" in looked_at(tests)
}

test_the_fix_is_a_command_of_the_runner_that_the_project_asks_for if {
	mocha := "relcheck record --file .relcheck/junit.xml -- npm test -- --reporter xunit --reporter-option output=.relcheck/junit.xml"
	vitest := "relcheck record --file .relcheck/junit.xml -- npx vitest run --reporter=junit --outputFile=.relcheck/junit.xml"
	fix_of(["package.json"], ["express", "mocha", "nyc"]) == mocha
	fix_of(["package.json"], ["mocha", "vitest"]) == sprintf("%s; or %s", [mocha, vitest])
	fix_of(["go.mod", "package.json"], ["mocha"]) == sprintf("%s; or %s", [mocha, fix_of(["go.mod"], [])])
	not contains(fix_of(["package.json"], []), "jest")
}

test_a_configured_command_without_evidence_leaves_it_open if {
	due := {"name": "integration", "names": ["pytest"], "kinds": ["tests"], "reason": "it was not recorded yet"}
	document := object.union(judged(of([facts.results({})])), {"facts": {"recordings": {"due": [
		due,
		object.union(due, {"name": "lines", "kinds": ["coverage"]}),
	]}}})
	found := rule.unknown with input as document with data.relcheck.params as facts.params
	found == {{
		"reason": "`integration` is configured to be recorded, and there is no evidence of it that counts: it was not recorded yet",
		"fix": "relcheck record",
	}}
}
