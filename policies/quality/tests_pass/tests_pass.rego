# METADATA
# title: All tests pass
# description: The results of the tests, recorded for this commit, hold no failure and no error, at least one test ran, and not fewer ran than at the previous release, as far as that is known. A test that several reports tell of is one; what is skipped does not run, and what a scanner writes as JUnit is no test. A run that was recorded for this commit and did not end well, without such results, leaves it open, and so does one whose exit status a shell drops, or one that was told to run some tests only.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [recordings, tests, tooling]
#   fix: "Run all tests and keep what they say: `relcheck record --file .relcheck/junit.xml -- COMMAND`, which writes them as JUnit XML"
#   source: Release Candidate Process / RC Approval Criteria / No automated test fails
#   controls: {ssdf: [PW.8.2], osps: [OSPS-QA-03.01]}
package relcheck.policy.quality.tests_pass

import data.relcheck.lib.ecosystem
import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.recordings
import data.relcheck.lib.text

params := data.relcheck.params.quality.tests_pass

record := ecosystem.suited_with(params.commands, input.facts.tooling.files, input.facts.tooling.dependencies)

usable := evidence.usable(input.facts.tests.reports, params.max_age_days)

total := sum([report.total | some report in usable])

ran := ran_in(usable)

before := ran_in(input.facts.tests.previous)

# Each test once, in however many reports it is.
ran_in(reports) := sum([started |
	some report in reports
	started := ((report.passed + report.failed) + report.errored) - report.repeated
])

skipped := sum([report.skipped | some report in usable])

flaky := sum([report.flaky | some report in usable])

looked_at contains source if some source in evidence.sources(input.facts.tests.reports, params.max_age_days)

looked_at contains text.counted(total, "test", "tests") if count(usable) > 0

unknown contains reason if some reason in recordings.due("tests")

unknown contains reason if {
	some reason in evidence.unknown(input.facts.tests.reports, "tests", params.max_age_days, record)
}

unknown contains {
	"reason": sprintf("`%s` holds %s of %s, and no report of that scanner itself: what it found is no test", [
		report.evidence.path,
		text.counted(report.scanner_findings, "finding", "findings"),
		text.listed([sprintf("`%s`", [scanner]) | some scanner in report.scanners], 3),
	]),
	"fix": "record the scanner in a format of its own, JSON or SARIF, and leave its JUnit out",
} if {
	some report in usable
	report.scanner_findings > 0
}

unknown contains {
	"reason": sprintf("`%s` %s, and left no results of its tests: `%s`", [shown_command(run), run.reason, run.path]),
	"fix": "mend what failed, and record the same command again: its record is replaced",
} if {
	some run in input.facts.tests.failed
}

unknown contains {
	"reason": sprintf("`%s` leaves open whether all tests passed: %s (`%s`)", [shown_command(run), run.reason, run.path]),
	"fix": "record it so that its exit status is that of the tests, or so that it keeps their results as JUnit XML",
} if {
	some run in input.facts.tests.unseen
}

shown_command(run) := text.cut(concat(" ", run.command), params.max_reason)

# Reports of runs that were told to run some tests only, on nobody's word that git knows.
parts := [report |
	some report in usable
	report.selected != null
	not report.selected.configured
]

# Those of other runs of the same framework.
beside(part) := [report |
	some report in usable
	report.evidence.tool == part.evidence.tool
	report.evidence.command != part.evidence.command
]

unknown contains {
	"reason": sprintf("`%s` holds a part of the tests: its command was told `%s`", [part.evidence.path, text.cut(part.selected.by, params.max_reason)]),
	"fix": sprintf("record all of them: `%s`; or have `[[record]]` in relcheck.toml name the command as it is, if that is all that a release needs", [text.cut(part.selected.without, params.max_reason)]),
} if {
	some part in parts
	count(beside(part)) == 0
}

deny contains {
	"subject": part.evidence.path,
	"message": sprintf("`%s` holds a part of the tests: its command was told `%s`, and that the others are elsewhere is not known", [part.evidence.path, text.cut(part.selected.by, params.max_reason)]),
	"fix": sprintf("record all of them in one run: `%s`", [text.cut(part.selected.without, params.max_reason)]),
	"level": "warn",
} if {
	some part in parts
	others := beside(part)
	count(others) > 0
	every other in others {
		other.selected != null
	}
}

looked_at contains sprintf("a part of the tests, as relcheck.toml has it: `%s` (`%s`)", [text.cut(report.selected.by, params.max_reason), report.evidence.path]) if {
	some report in usable
	report.selected != null
	report.selected.configured
}

deny contains {
	"subject": failure.name,
	"message": sprintf("`%s` %s%s", [failure.name, happened(failure), because(failure)]),
	"evidence": shown(failure),
} if {
	some report in usable
	some failure in report.failures
}

deny contains {
	"subject": report.evidence.path,
	"message": sprintf("`%s` has %s more", [report.evidence.path, text.counted(more, "failure", "failures")]),
} if {
	some report in usable
	more := (report.failed + report.errored) - count(report.failures)
	more > 0
}

deny contains {
	"subject": "tests",
	"message": "no test ran",
	"fix": record,
} if {
	count(usable) > 0
	ran == 0
}

# Undefined where not fewer ran.
fewer := sprintf("%s ran%s, and %d at `%s`", [
	text.counted(ran, "test", "tests"),
	not_run,
	before,
	input.release.previous.tag,
]) if {
	ran > 0
	input.release.previous != null
	ran < before
}

not_run := sprintf(" and %d did not", [skipped]) if skipped > 0

else := ""

deny contains {
	"subject": "tests",
	"message": fewer,
	"fix": "bring the missing tests back, or say why they are gone: `fewer_because` of this rule",
} if {
	fewer
	params.fewer_because == ""
}

deny contains {
	"subject": "tests",
	"message": sprintf("%s: %s", [fewer, params.fewer_because]),
	"level": "warn",
} if {
	fewer
	params.fewer_because != ""
}

deny contains {
	"subject": "tests",
	"message": sprintf("%s only when tried again", [text.counted(flaky, "test passed", "tests passed")]),
	"fix": "find out why: what fails at times may fail for users",
	"level": "warn",
} if {
	flaky > 0
}

deny contains {
	"subject": "tests",
	"message": sprintf("how many tests there were at `%s` is not known, so some may be gone", [input.release.previous.tag]),
	"fix": "keep what is recorded for a release, and put it into `.relcheck/previous` for the next one",
	"level": "warn",
} if {
	count(usable) > 0
	input.release.previous != null
	count(input.facts.tests.previous) == 0
}

happened(failure) := "could not be run to its end" if failure.errored

else := "failed"

because(failure) := sprintf(": %s", [text.cut(failure.reason, params.max_reason)]) if failure.reason != null

else := ""

shown(failure) := place.evidence(failure.path, failure.line) if {
	failure.path != null
	failure.line != null
}

else := {}
