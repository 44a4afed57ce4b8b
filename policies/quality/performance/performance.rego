# METADATA
# title: Nothing got slower
# description: No benchmark is slower than at the previous release by more than the limit, judged with the spread of both, and none of them is gone; the first benchmarks of a project, which have nothing to be compared with, are warned of.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major]
#   level: deny
#   needs: [benchmarks, recordings, tooling]
#   fix: "Measure again, at the previous release and here, on one quiet machine: `relcheck record --file .relcheck/FILE -- COMMAND`, which writes how long each benchmark took"
#   source:
#     - Pre-Release Checklist / Code Quality Verification / No benchmark left the limits set for it
#     - "Release Candidate Process / RC Testing / Performance: the benchmarks, against those of the version before"
#     - Release Candidate Process / RC Approval Criteria / Nothing is more than 5 % slower than in the version before
package relcheck.policy.quality.performance

import data.relcheck.lib.ecosystem
import data.relcheck.lib.evidence
import data.relcheck.lib.recordings
import data.relcheck.lib.speed
import data.relcheck.lib.text

params := data.relcheck.params.quality.performance

record := ecosystem.suited(params.commands, input.facts.tooling.files)

reports := input.facts.benchmarks.reports

usable := evidence.usable(reports, params.max_age_days)

earlier := [run | some run in input.facts.benchmarks.earlier; is_used(run)]

is_used(run) if run.reason == null

previous := input.release.previous

not_applicable contains "nothing was released before" if previous == null

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains sprintf("%s of `%s`: `%s` (%s)", [
	text.counted(run.benchmarks, "benchmark", "benchmarks"),
	previous.tag,
	run.path,
	run.place,
]) if {
	previous != null
	some run in earlier
}

looked_at contains sprintf("new: %s", [named(input.facts.benchmarks.new)]) if {
	count(input.facts.benchmarks.new) > 0
}

unknown contains reason if some reason in recordings.due("benchmark")

# Where nothing was ever measured, and no file looks like a benchmark, to run them leads nowhere.
measures_nothing if {
	previous != null
	count(reports) == 0
	count(input.facts.benchmarks.earlier) == 0
	sources := input.facts.benchmarks.sources
	sources != null
	count(sources.head) == 0
	count(sources.previous) == 0
}

unknown contains {
	"reason": sprintf("there is no report of benchmarks, and relcheck finds none to run, here or at `%s`", [previous.tag]),
	"fix": concat("", [
		"write some, and record them: ", record,
		"; where the project measures nothing, say so in relcheck.toml, which each report shows: ",
		"`[rules.quality.performance]` and `skip = \"REASON\"`",
	]),
} if {
	measures_nothing
}

# The first benchmarks: the tree of the previous release has nothing that could have been measured there.
is_first if {
	previous != null
	count(input.facts.benchmarks.earlier) == 0
	sources := input.facts.benchmarks.sources
	sources != null
	count(sources.head) > 0
	count(sources.previous) == 0
}

deny contains {
	"subject": "benchmarks",
	"message": sprintf("nothing was compared: these are the first benchmarks, and `%s` has none to be measured (%s)", [
		previous.tag,
		text.listed([text.quoted(path) | some path in input.facts.benchmarks.sources.head], params.max_named),
	]),
	"fix": "keep what was recorded: the next release is compared with it",
	"level": "warn",
} if {
	is_first
	count(usable) > 0
}

unknown contains reason if {
	not measures_nothing
	some reason in evidence.unknown(reports, "benchmarks", params.max_age_days, record)
}

unknown contains {
	"reason": sprintf("how fast `%s` is was not measured", [previous.tag]),
	"fix": sprintf("run the same benchmarks there: `git worktree add ../previous %s`, install and record them in it (an editable install would run the code from here), and `mkdir -p .relcheck/previous && cp -r ../previous/.relcheck/evidence/. .relcheck/previous/`", [previous.tag]),
} if {
	previous != null
	count(earlier) == 0
	not measures_nothing
	not is_first
}

unknown contains {"reason": sprintf("`%s` is not used: %s", [run.path, run.reason])} if {
	count(earlier) == 0
	some run in input.facts.benchmarks.earlier
	run.reason != null
}

unknown contains {
	"reason": sprintf("`%s` speaks of %s itself, and was recorded for another commit", [
		report.evidence.path,
		substring(report.measured, 0, 12),
	]),
	"fix": record,
} if {
	some report in usable
	report.measured != null
	report.measured != report.evidence.commit
}

unknown contains {
	"reason": sprintf("runs failed of %s: how fast they are is not how fast what works is", [named(report.failed)]),
	"fix": "mend what fails, and measure again",
} if {
	some report in usable
	count(report.failed) > 0
}

# Numbers of two machines say nothing of the code.
other_machines contains sprintf("on `%s` then, on `%s` now", [run.machine, report.machine]) if {
	some run in earlier
	some report in usable
	run.machine != null
	report.machine != null
	run.machine != report.machine
}

unknown contains {
	"reason": sprintf("another machine was measured on: %s", [difference]),
	"fix": "measure both on one machine",
} if {
	params.machines == "same"
	some difference in other_machines
}

deny contains {
	"subject": "machines",
	"message": sprintf("another machine was measured on: %s", [difference]),
	"level": "warn",
} if {
	params.machines == "any"
	some difference in other_machines
}

comparable if params.machines == "any"

comparable if count(other_machines) == 0

# How each benchmark is judged. Which way round it is better may have to be told.
judged[compared.name] := judgement(compared) if {
	comparable
	some compared in input.facts.benchmarks.compared
}

judgement(compared) := {"verdict": "incomparable", "change": null} if compared.reason != null

else := of_change(compared.smaller) if {
	compared.smaller != null
	not is_rate(compared)
}

else := of_change(compared.bigger) if {
	compared.bigger != null
	is_rate(compared)
}

is_rate(compared) if compared.smaller == null

is_rate(compared) if {
	compared.bigger != null
	compared.unit in params.bigger_is_better
}

of_change(change) := {
	"verdict": speed.verdict(change, params.max_percent, params.wide_percent),
	"change": change,
}

# Neither the report nor the configuration says which number is the better one.
undirected contains compared.name if {
	some compared in input.facts.benchmarks.compared
	compared.smaller != null
	compared.bigger != null
	not compared.unit in params.bigger_is_better
	not compared.unit in params.smaller_is_better
}

deny contains {
	"subject": compared.name,
	"message": sprintf("`%s` takes %s longer than at `%s`%s", [
		compared.name,
		speed.percent(change.middle),
		previous.tag,
		figures(compared),
	]),
} if {
	some compared in input.facts.benchmarks.compared
	not compared.name in undirected
	judged[compared.name].verdict == "slower"
	change := judged[compared.name].change
	change.middle != null
	previous != null
}

figures(compared) := sprintf(": %s instead of %s", [
	speed.measured(compared.now, compared.unit),
	speed.measured(compared.before, compared.unit),
]) if {
	compared.now != null
	compared.before != null
}

else := ""

unknown contains {
	"reason": sprintf("whether the greater or the smaller number of %s is the better one is not known", [named(sort(undirected))]),
	"fix": "name their units in `smaller_is_better` or `bigger_is_better` of this rule",
} if {
	comparable
	count(undirected) > 0
}

unknown contains {"reason": sprintf("`%s` cannot be compared: %s", [compared.name, compared.reason])} if {
	comparable
	some compared in input.facts.benchmarks.compared
	compared.reason != null
}

unclear := [compared |
	some compared in input.facts.benchmarks.compared
	judged[compared.name].verdict == "unclear"
	not compared.name in undirected
]

unknown contains {
	"reason": sprintf("%s too noisy to tell: %s", [
		text.counted(count(unclear), "benchmark is", "benchmarks are"),
		text.listed([doubt(compared) | some compared in unclear], params.max_named),
	]),
	"fix": "measure again on a quiet machine, with more rounds (pytest: `--benchmark-min-rounds`, Go: `-count`, hyperfine: `--min-runs`)",
} if {
	count(unclear) > 0
}

doubt(compared) := sprintf("`%s` (%s to %s)", [
	compared.name,
	speed.percent(change.least),
	speed.percent(change.most),
]) if {
	change := judged[compared.name].change
	change.least != null
	change.most != null
}

else := sprintf("`%s` (%s)", [compared.name, text.counted(compared.samples, "sample", "samples")])

gone := [name |
	some name in input.facts.benchmarks.vanished
	every pattern in params.gone { not glob.match(pattern, null, name) }
]

deny contains {
	"subject": "benchmarks",
	"message": sprintf("%s measured at `%s` and %s gone: %s", [
		text.counted(count(gone), "benchmark was", "benchmarks were"),
		previous.tag,
		{true: "is", false: "are"}[count(gone) == 1],
		named(gone),
	]),
	"fix": "bring them back, or say that they are gone on purpose: `gone` of this rule",
} if {
	previous != null
	count(gone) > 0
}

named(names) := text.listed([sprintf("`%s`", [name]) | some name in names], params.max_named)
