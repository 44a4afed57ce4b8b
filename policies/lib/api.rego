package relcheck.lib.api

import data.relcheck.lib.text

# How the interface changed since the previous release, by every source that tells of it. What others
# import counts for a library only: an application is run.

# What the tools and relcheck itself say of these weights, each symbol once: where a certain statement
# and a doubtful one differ, the certain one counts; where several are certain, relcheck's own
# comparison does.
changes(facts, project, weights) := said if {
	said := [change |
		some source in sources_of(facts, project)
		some change in source
		change.weight in weights
	]
	agree(said)
}

else := array.concat(certain, [change |
	some change in all
	change.doubt != null
	not [change.weight, change.symbol] in said
]) if {
	all := [change |
		some source in sources_of(facts, project)
		some change in source
		change.weight in weights
	]
	own := [change | some change in all; change.source == "relcheck"; change.doubt == null]
	known := symbols(own)
	certain := array.concat(own, [change |
		some change in all
		change.source != "relcheck"
		change.doubt == null
		not [change.weight, change.symbol] in known
	])
	said := symbols(certain)
}

# Whether relcheck alone says all of it, and is sure.
agree(said) if count([change | some change in said; not is_plain(change)]) == 0

is_plain(change) if {
	change.source == "relcheck"
	change.doubt == null
}

symbols(changes) := {[change.weight, change.symbol] | some change in changes}

# What others import counts for a library only.
sources_of(facts, project) := array.concat(
	[
		facts.interface.changes,
		facts.python_api.changes,
		promised(facts.typescript_api),
	],
	[report.changes | some report in facts.api_reports.reports],
) if {
	project.kind == "library"
}

else := [facts.interface.changes]

# What changed of what the project promises: a parameter says which release tags that are.
promised(typescript_api) := [change |
	some tagged in typescript_api.changes
	tagged.release_tag in data.relcheck.params.version.no_breaking_changes.release_tags
	some change in tagged.changes
]

# Whether the interface itself was compared, by relcheck or by a tool whose report proves something.
is_compared(facts, project) if {
	project.kind == "library"
	count(facts.python_api.packages) > 0
}

is_compared(facts, project) if {
	project.kind == "library"
	count(typescript_reports(facts)) > 0
}

is_compared(facts, project) if {
	project.kind == "library"
	some report in facts.api_reports.reports
	proves(report)
}

is_compared(facts, project) if {
	project.kind == "application"
	count(facts.interface.sources) > 0
}

proves(report) if {
	report.status == "complete"
	report.evidence.binding == "recorded"
	report.base.previous == true
}

# The published Rust libraries of which no report that proves something tells, where one tells of others.
uncompared(facts, project) := missed if {
	project.kind == "library"
	told := {crate |
		some report in facts.api_reports.reports
		proves(report)
		some crate in report.crates
	}
	count(told) > 0
	missed := {crate | some crate in facts.api_reports.libraries} - told
}

else := set()

# What was looked at, for people to read.
sources(facts, project) := array.concat(
	declared(facts),
	array.concat(array.concat(python(facts, project), typescript(facts, project)), tools(facts, project)),
)

declared(facts) := [sprintf("what %s to users", [promise(count(facts.interface.sources))])] if {
	count(facts.interface.sources) > 0
}

else := []

promise(1) := "1 file promises"

promise(files) := sprintf("%d files promise", [files]) if files != 1

python(facts, project) := [sprintf("the Python API of `%s`", [concat("`, `", facts.python_api.packages)])] if {
	project.kind == "library"
	count(facts.python_api.packages) > 0
}

else := []

typescript(facts, project) := [text.counted(count(reports), "report of API Extractor", "reports of API Extractor")] if {
	project.kind == "library"
	reports := typescript_reports(facts)
	count(reports) > 0
}

else := []

# The reports of API Extractor that were compared.
typescript_reports(facts) := [report |
	some report in facts.typescript_api.reports
	report.previous != null
]

# Those of which nothing shows that they are those of HEAD's sources.
unchecked(facts, project) := [report.evidence.path |
	project.kind == "library"
	some report in typescript_reports(facts)
	report.evidence.binding != "recorded"
]

tools(facts, project) := [sprintf("the report of %s in `%s`%s", [report.evidence.tool, report.evidence.path, of_crates(report)]) |
	project.kind == "library"
	some report in facts.api_reports.reports
	proves(report)
]

of_crates(report) := "" if count(report.crates) == 0

else := sprintf(" (of %s)", [text.listed([text.quoted(crate) | some crate in report.crates], 5)])

# Parts of the interface that could not be compared.
gaps(facts, project) := facts.interface.gaps if project.kind == "application"

else := array.concat(
	array.concat(facts.python_api.gaps, facts.typescript_api.gaps),
	facts.interface.gaps,
)

# What is wrong with reports that prove nothing, each with the way to a better one.
unproved(facts, project) := {{
	"reason": sprintf("`%s`, a report of %s, %s", [report.evidence.path, report.evidence.tool, why]),
	"fix": sprintf("run %s again, and keep what it says: `relcheck record`", [report.evidence.tool]),
} |
	project.kind == "library"
	some report in facts.api_reports.reports
	report.evidence.binding != "tracked"
	some why in flaws(report)
} | {{
	"reason": sprintf("`%s` configures API Extractor, and %s", [from_root(configuration.path), configuration.reason]),
	"fix": "npx api-extractor run --local, and commit the report",
} |
	project.kind == "library"
	some configuration in facts.typescript_api.unreported
} | {{
	"reason": sprintf("the API report in git is not known to be that of the sources: `%s`, a run of API Extractor, did not pass: %s", [
		check.evidence.path,
		text_of(check.reason, "it does not say why"),
	]),
	"fix": "npx api-extractor run --local, look at what it changes in the report, and commit that",
} |
	project.kind == "library"
	some check in facts.typescript_api.checks
	check.evidence.binding == "recorded"
	not check.passed
}

flaws(report) := {reason |
	report.status != "complete"
	reason := concat(" ", ["is not complete:", text_of(report.reason, report.status)])
} | {reason |
	report.evidence.binding == "unbound"
	reason := concat(" ", [
		"is bound to no commit:",
		text_of(report.evidence.binding_reason, "nothing says which one it speaks of"),
	])
} | {reason |
	report.base.previous != true
	reason := concat(" ", [
		"compares with something else than the previous release:",
		text_of(report.base.reason, "nothing says with what"),
	])
}

text_of(reason, _) := reason if reason != null

text_of(reason, otherwise) := otherwise if reason == null

# Reports in git, which are as old as their last commit.
kept_in_git(facts, project) := [report |
	project.kind == "library"
	some report in facts.api_reports.reports
	report.evidence.binding == "tracked"
]

# The place that shows a change, as a message names it and as evidence.
shown_at(change, release) := {
	"text": sprintf(" (`%s:%d`)", [path, change.line]),
	"evidence": {"file": path, "line": change.line},
} if {
	change.revision == "head"
	change.line != null
	change.path != null
	path := from_root(change.path)
}

else := {
	"text": sprintf(" (`%s:%d` in `%s`)", [path, change.line, release.previous.tag]),
	"evidence": {"file": path, "line": change.line, "commit": release.previous.commit},
} if {
	change.line != null
	change.path != null
	change.revision == "previous"
	release.previous != null
	path := from_root(change.path)
}

else := {"text": sprintf(" (`%s`)", [path]), "evidence": {"file": path}} if {
	change.revision == "head"
	change.path != null
	path := from_root(change.path)
}

else := {
	"text": sprintf(" (`%s` in `%s`)", [path, release.previous.tag]),
	"evidence": {"file": path, "commit": release.previous.commit},
} if {
	change.path != null
	release.previous != null
	path := from_root(change.path)
}

else := {"text": "", "evidence": {}}

# Facts name a file from the project's folder; git and a reader find it from the repository's root.
from_root(path) := concat("", [folder, path])

folder := "" if input.project.path == ""

else := concat("", [input.project.path, "/"])

# Who says so, where it is not relcheck itself.
says(change) := "" if change.source == "relcheck"

says(change) := sprintf(", says %s", [change.source]) if change.source != "relcheck"
