# METADATA
# title: What is newly deprecated is announced
# description: Each deprecation that the compared interfaces, the reports of API tools or the commits since the previous release show is named below a `Deprecated` heading of the changelog, in the section of the release or the unreleased one; for a commit that does not say what it deprecates, any entry there will do.
# custom:
#   stages: [pre-release]
#   types: [minor, major]
#   level: warn
#   needs: [api_reports, changelog, changes, interface, python_api, typescript_api]
#   fix: "Name what is deprecated, and what to use instead, below `### Deprecated` in the changelog"
#   source:
#     - Release Types / Minor Releases / Breaking changes
#     - Pre-Release Checklist / Documentation Requirements / CHANGELOG.md tells
#   controls: {bpb: [release_notes]}
package relcheck.policy.version.deprecations_announced

import data.relcheck.lib.api
import data.relcheck.lib.candidate
import data.relcheck.lib.changelog
import data.relcheck.lib.commit
import data.relcheck.lib.place
import data.relcheck.lib.symbol
import data.relcheck.lib.text

params := data.relcheck.params.version.deprecations_announced

sections := [{"at": place.line(file.path, section.line), "groups": section.groups} |
	some file in input.facts.changelog.files
	some section in file.sections
	changelog.speaks_of(section)
]

announcements := [entry.text |
	some section in sections
	some group in section.groups
	group.name != null
	some word in params.announcing_groups
	contains(group.name, word)
	some entry in group.entries
]

reported := [change |
	some report in input.facts.api_reports.reports
	not is_of_another_base(report)
	some change in report.changes
]

is_of_another_base(report) if {
	report.base.previous != null
	report.base.previous == false
}

deprecated := [change |
	some changes in [
		input.facts.python_api.changes,
		api.promised(input.facts.typescript_api),
		input.facts.interface.changes,
		reported,
	]
	some change in changes
	change.weight == "deprecating"
]

standing := commit.standing(input.facts.changes.commits)

announcing := commit.deprecating(standing, params.deprecating_types, params.deprecating_trailers)

deprecating := [entry | some entry in standing; entry.id in announcing]

is_named(name) if {
	some words in announcements
	symbol.is_named(name, words)
}

# The names that a commit's own words put in backticks.
names_in(entry) := {name |
	said := array.concat(
		[change.description | some change in entry.changes; change.type in params.deprecating_types],
		[trailer.value | some trailer in entry.trailers; lower(trailer.key) in params.deprecating_trailers],
	)
	some words in said
	some at, name in split(words, "`")
	at % 2 == 1
}

is_announced(entry) if {
	count(announcements) > 0
	count(names_in(entry)) == 0
}

is_announced(entry) if {
	some name in names_in(entry)
	is_named(name)
}

fix := sprintf("name it below a heading `Deprecated` in the section at %s, with what to use instead", [place_of_it]) if {
	place_of_it := sections[0].at
}

else := "name it below a heading `Deprecated` in the changelog's section of the release, with what to use instead"

shown_by(change) := place.evidence(change.path, change.line) if {
	change.path != null
	change.line != null
}

else := {"file": place.path(change.path)} if change.path != null

else := {}

not_applicable contains "nothing was released before, so nothing is newly deprecated" if {
	is_null(input.facts.changes.since)
}

deny contains {
	"subject": change.symbol,
	"message": sprintf(
		"%s %s, and no entry below `Deprecated` in the changelog names it",
		[text.quoted(change.symbol), change.message],
	),
	"fix": fix,
	"evidence": shown_by(change),
} if {
	some change in deprecated
	not is_named(change.symbol)
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf(
		"%s deprecates something, and no entry below `Deprecated` in the changelog names it",
		[text.quoted(entry.subject)],
	),
	"fix": fix,
	"evidence": {"commit": entry.id},
} if {
	some entry in deprecating
	not is_announced(entry)
}

looked_at contains sprintf("the messages of %s", [text.counted(count(input.facts.changes.commits), "commit", "commits")])

looked_at contains sprintf("the Python API of %s%s", [concat(", ", python.packages), without(python.gaps)]) if {
	python := input.facts.python_api
	count(python.packages) > 0
}

looked_at contains sprintf("%s%s", [
	text.counted(count(typescript.reports), "report of API Extractor", "reports of API Extractor"),
	without(typescript.gaps),
]) if {
	typescript := input.facts.typescript_api
	count(typescript.reports) > 0
}

looked_at contains sprintf("what %s%s", [text.counted(count(interface.sources), "file declares", "files declare"), without(interface.gaps)]) if {
	interface := input.facts.interface
	count(interface.sources) > 0
}

looked_at contains sprintf("the report %s of %s", [place.path(report.evidence.path), report.evidence.tool]) if {
	some report in input.facts.api_reports.reports
}

without(gaps) := "" if count(gaps) == 0

else := sprintf(" (without %s that could not be compared)", [text.counted(count(gaps), "part", "parts")])

unknown contains reason if some reason in candidate.unknown
