# METADATA
# title: The tests run no smaller share of the code
# description: The share of all executable lines that the tests run did not fall since the previous release, by what was recorded for both.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: warn
#   needs: [coverage, recordings, tooling]
#   fix: "Measure again, and keep what is recorded for a release: `relcheck record --file .relcheck/FILE -- COMMAND`, which writes a report of coverage"
#   source: Pre-Release Checklist / Code Quality Verification / At least 90 % of the code of new features is covered by tests
package relcheck.policy.quality.coverage_total

import data.relcheck.lib.ecosystem
import data.relcheck.lib.evidence
import data.relcheck.lib.recordings
import data.relcheck.lib.text

params := data.relcheck.params.quality.coverage_total

record := ecosystem.suited_with(params.commands, input.facts.tooling.files, input.facts.tooling.dependencies)

reports := input.facts.coverage.reports

total := input.facts.coverage.total

before := input.facts.coverage.previous

not_applicable contains "nothing was released before" if input.release.previous == null

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains text.counted(total.lines, "executable line", "executable lines") if total != null

unknown contains reason if some reason in recordings.due("coverage")

unknown contains reason if {
	some reason in evidence.unknown(reports, "coverage", params.max_age_days, record)
}

unknown contains {
	"reason": "the coverage at the previous release is not known",
	"fix": "keep what is recorded for a release, and put it into `.relcheck/previous` for the next one",
} if {
	before == null
}

deny contains {
	"subject": "coverage",
	"message": sprintf("the tests run %s %% of the code, and ran %s %% at `%s`", [
		percent(total),
		percent(before),
		input.release.previous.tag,
	]),
} if {
	total != null
	before != null
	input.release.previous != null
	total.covered * before.lines < before.covered * total.lines
}

deny contains {
	"subject": "coverage",
	"message": "no line of the code was measured",
} if {
	total != null
	total.lines == 0
}

# With two decimals, cut off.
percent(of) := sprintf("%d.%02d", [floor(share / 100), share % 100]) if {
	of.lines > 0
	share := floor((of.covered * 10000) / of.lines)
}

else := "0.00"
