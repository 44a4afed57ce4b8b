# METADATA
# title: New code is tested
# description: At least the asked share of the executable lines that are new since the previous release is run by the tests, by coverage reports recorded for this commit. Lines of a source file that no report speaks of count as not run.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: deny
#   needs: [coverage, recordings, tooling]
#   fix: "Test the lines that are listed, and measure again: `relcheck record --file .relcheck/FILE -- COMMAND`, which writes a report of coverage"
#   source: Pre-Release Checklist / Code Quality Verification / At least 90 % of the code of new features is covered by tests
#   controls: {ssdf: [PW.8.2], osps: [OSPS-QA-06.01]}
package relcheck.policy.quality.coverage_new_code

import data.relcheck.lib.ecosystem
import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.recordings
import data.relcheck.lib.text

params := data.relcheck.params.quality.coverage_new_code

record := ecosystem.suited_with(params.commands, input.facts.tooling.files, input.facts.tooling.dependencies)

reports := input.facts.coverage.reports

new_code := input.facts.coverage.new_code

measured if {
	new_code != null
	count(evidence.usable(reports, params.max_age_days)) > 0
}

is_exempt(path) if {
	some pattern in params.exempt
	glob.match(pattern, ["/"], path)
}

exempt := [file.path |
	new_code != null
	some file in new_code.files
	is_exempt(file.path)
]

exempt_paths := {path | some path in exempt}

files := [file |
	new_code != null
	some file in new_code.files
	not file.path in exempt_paths
]

lines := sum([file.lines | some file in files])

covered := sum([file.covered | some file in files])

excluded := sum([file.excluded | some file in files])

enough if covered * 100 >= lines * params.min_percent

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains sprintf("%s%s", [text.counted(lines, "new executable line", "new executable lines"), since]) if measured

looked_at contains sprintf("not %s: %s", [
	text.counted(count(exempt), "file that the project exempts", "files that the project exempts"),
	named_files(exempt),
]) if {
	measured
	count(exempt) > 0
}

since := "" if new_code == null

since := "" if {
	new_code != null
	new_code.since == null
}

since := sprintf(" since `%s`", [new_code.since]) if {
	new_code != null
	new_code.since != null
}

not_applicable contains sprintf("no source file is new or changed%s%s", [since, passed_over]) if {
	not measured
	new_code != null
	count(new_code.files) == 0
}

passed_over := sprintf(" (not taken for source: %s)", [named_files(new_code.passed_over)]) if {
	new_code != null
	count(new_code.passed_over) > 0
}

else := ""

not_applicable contains sprintf("no new line of source code can be executed%s", [since]) if {
	measured
	lines == 0
	excluded == 0
	count(opaque) == 0
	count(mismatched) == 0
}

unknown contains reason if some reason in recordings.due("coverage")

unknown contains reason if {
	some reason in evidence.unknown(reports, "coverage", params.max_age_days, record)
}

opaque := [file.path | some file in files; file.opaque]

unknown contains {
	"reason": sprintf("`%s` cannot be compared with the previous release: it is too large, or not text", [place.path(path)]),
	"fix": "split it, or exempt it: `exempt` of this rule",
} if {
	measured
	some path in opaque
}

mismatched := [file | some file in files; file.mismatch != null]

unknown contains {
	"reason": sprintf("the coverage measured another state of `%s`: %s", [place.path(file.path), file.mismatch]),
	"fix": "measure the files of this commit, with nothing left over from an earlier run, and no installed copy of them in their place",
} if {
	measured
	some file in mismatched
}

deny contains {
	"subject": "new code",
	"message": sprintf("%s of %s%s were run by the tests (%s %%), and %d %% are asked for", [
		format_int(covered, 10),
		text.counted(lines, "new executable line", "new executable lines"),
		since,
		percent(covered, lines),
		params.min_percent,
	]),
} if {
	measured
	not enough
}

deny contains {
	"subject": place.path(file.path),
	"message": sprintf("%s of `%s` did not run: %s", [
		text.counted(file.lines - file.covered, "new line", "new lines"),
		place.path(file.path),
		text.listed_of([range_text(range) | some range in first(file.uncovered)], count(file.uncovered)),
	]),
	"evidence": place.evidence(file.path, file.uncovered[0].first),
} if {
	measured
	not enough
	some file in files
	file.reported
	file.covered < file.lines
}

deny contains {
	"subject": place.path(file.path),
	"message": sprintf("no report speaks of `%s`, so its %s count as not run", [
		place.path(file.path),
		text.counted(file.lines, "new line", "new lines"),
	]),
	"fix": "have the tests measure it, or exempt it: `exempt` of this rule",
	"evidence": {"file": place.path(file.path)},
} if {
	measured
	not enough
	some file in files
	not file.reported
	file.lines > 0
}

deny contains {
	"subject": "new code",
	"message": sprintf("%s left out of the measurement: %s", [
		text.counted(excluded, "new line is", "new lines are"),
		text.listed([sprintf("%d in `%s`", [file.excluded, place.path(file.path)]) | some file in files; file.excluded > 0], params.max_named),
	]),
	"fix": "see whether they have to be: marks such as `pragma: no cover`, `c8 ignore` and `GCOV_EXCL_START`, settings such as `exclude_also`, features that were not built",
	"level": "warn",
} if {
	measured
	excluded > 0
}

# Those that a message names: a file may have thousands.
first(items) := array.slice(items, 0, params.max_named)

named_files(paths) := text.listed_of([sprintf("`%s`", [place.path(path)]) | some path in first(paths)], count(paths))

range_text(range) := format_int(range.first, 10) if range.first == range.last

else := sprintf("%d-%d", [range.first, range.last])

# With one decimal, cut off: 89.99 is not 90.
percent(part, whole) := sprintf("%d.%d", [floor(permille / 10), permille % 10]) if {
	permille := floor((part * 1000) / whole)
}
