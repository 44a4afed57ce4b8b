# METADATA
# title: What the release is made of is written down
# description: A software bill of materials (CycloneDX or SPDX) of this version was recorded for this commit, is valid, has the minimum elements of the NTIA that are asked for, and lists what the lock files or installed packages name, each in the same version. Who supplies a component is not asked for unless `elements` has `supplier`, since hardly a tool knows; nor is what only development needs, or what is installed under conditions only.
# custom:
#   stages: [pre-release, publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [recordings, repository, sbom]
#   fix: "Write one, and keep it as evidence: `relcheck record -- relcheck sbom`"
#   source: Pre-Release Checklist / Dependency Management / There is a software bill of materials (SBOM)
#   controls: {ssdf: [PS.3.2], osps: [OSPS-QA-02.02]}
#   depends_on: [version.bump_matches_type]
package relcheck.policy.dependencies.sbom

import data.relcheck.lib.candidate
import data.relcheck.lib.days
import data.relcheck.lib.ecosystem
import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.recordings
import data.relcheck.lib.text

params := data.relcheck.params.dependencies.sbom

record := "relcheck record -- relcheck sbom"

facts := input.facts.sbom

usable := evidence.usable(facts.reports, params.max_age_days)

own := [report | some report in usable; report.is_of_project]

unknown contains reason if some reason in recordings.due("sbom")

unknown contains {"reason": "there is no software bill of materials (SBOM)", "fix": record} if count(facts.reports) == 0

unknown contains reason if {
	count(facts.reports) > 0
	some reason in evidence.unknown(facts.reports, "an SBOM", params.max_age_days, record)
}

unknown contains {
	"reason": sprintf("no SBOM is of `%s`: `%s` is of `%s`", [input.project.name, report.evidence.path, subject.name]),
	"fix": "name the project as its SBOM does (`name` below `[project]` in relcheck.toml), or record one that is of it",
} if {
	count(own) == 0
	some report in usable
	subject := report.subject
	subject != null
}

deny contains {
	"subject": place.path(report.evidence.path),
	"message": nameless(report.described),
	"fix": "have the tool name it (cyclonedx-py: `--pyproject pyproject.toml`), or use `relcheck sbom`",
} if {
	count(own) == 0
	some report in usable
	report.subject == null
}

nameless(described) := sprintf("it describes %d things, so that it is not of one", [described]) if described > 1

else := "it does not say what it is the SBOM of"

unknown contains reason if some reason in candidate.unknown

deny contains {
	"subject": place.path(report.evidence.path),
	"message": sprintf("it is of %s, and %s is to be released", [
		stated(report.subject),
		candidate.version.text,
	]),
} if {
	some report in own
	not is_of(report.subject, candidate.version)
}

# A bill may be dated by the commit that it is of, so that it can be written again as it was.
deny contains {
	"subject": place.path(report.evidence.path),
	"message": sprintf("it says that it was made on %s", [days.date(report.timestamp * 1000000000)]),
	"fix": record,
} if {
	some report in own
	report.timestamp != null
	is_misdated(report.timestamp)
}

is_misdated(timestamp) if timestamp > input.clock.seconds + evidence.tolerance

is_misdated(timestamp) if {
	input.clock.seconds - timestamp > params.max_age_days * 86400
	not is_since_head(timestamp)
}

is_since_head(timestamp) if timestamp >= input.facts.repository.head.time

is_of(subject, wanted) if {
	subject != null
	subject.normal != null
	subject.normal == wanted.normal
}

is_of(subject, wanted) if {
	subject != null
	subject.version != null
	subject.version == wanted.text
}

stated(subject) := subject.version if {
	subject != null
	subject.version != null
}

else := "no version"

deny contains {
	"subject": place.path(report.evidence.path),
	"message": sprintf("it is not valid %s %s: %s", [
		named(report.format),
		named(report.spec_version),
		text.listed_of(array.slice(report.problems, 0, params.max_named), report.problem_count),
	]),
	"fix": "use a newer version of the tool, or `relcheck sbom`",
} if {
	some report in own
	report.problem_count > 0
}

named(word) := word if word != null

else := "SBOM"

deny contains {
	"subject": place.path(report.evidence.path),
	"message": sprintf("it %s", [lacks(gap)]),
	"fix": "have the tool write it, or use `relcheck sbom`",
} if {
	some report in own
	some gap in report.gaps
	gap.element in params.elements
}

words := {
	"author": "who made it",
	"timestamp": "when it was made",
	"supplier": "the supplier",
	"component-name": "a name",
	"component-version": "a version",
	"unique-identifier": "an identifier (package URL, CPE)",
	"relationship": "a relationship",
}

lacks(gap) := sprintf("does not say %s", [words[gap.element]]) if gap.count == 0

else := sprintf("lacks %s of %s: %s", [
	words[gap.element],
	text.counted(gap.count, "component", "components"),
	text.listed_of([sprintf("`%s`", [name]) | some name in array.slice(gap.first, 0, params.max_named)], gap.count),
])

is_required(group) if {
	group.scope in params.required_scopes
	not group.conditional
}

is_required(group) if {
	group.scope in params.required_scopes
	params.conditional == "required"
}

comparison := facts.comparison

missing := [] if comparison == null

else := comparison.missing

other_versions := [] if comparison == null

else := comparison.other_versions

deny contains {
	"subject": "sbom",
	"message": sprintf("%s missing in the SBOM: %s", [
		text.counted(group.count, sprintf("%s is", [package_of(group)]), sprintf("%ss are", [package_of(group)])),
		text.listed_of([as_locked(one) | some one in array.slice(group.first, 0, params.max_named)], group.count),
	]),
	"fix": record,
} if {
	some group in missing
	is_required(group)
}

package_of(group) := "package" if group.scope in {"runtime", "unknown"}

else := sprintf("%s package", [group.scope])

as_locked(one) := sprintf("`%s` %s (%s)", [one.name, versioned(one.version), at(one)])

versioned(number) := number if number != null

else := "in any version"

at(one) := place.at(one.path, one.line) if one.line != null

else := sprintf("`%s`", [place.path(one.path)])

deny contains {
	"subject": "sbom",
	"message": sprintf("%s in another version in the SBOM: %s", [
		text.counted(group.count, sprintf("%s is", [package_of(group)]), sprintf("%ss are", [package_of(group)])),
		text.listed_of([differing(other) | some other in array.slice(group.first, 0, params.max_named)], group.count),
	]),
	"fix": record,
} if {
	some group in other_versions
	is_required(group)
}

differing(other) := sprintf("%s is %s there", [
	as_locked(other.wanted),
	concat(" and ", array.slice(other.found, 0, params.max_named)),
])

unknown contains {
	"reason": sprintf("no lock file says which versions `%s` asks for, so what has to be in an SBOM is not known", [path]),
	"fix": ecosystem.suited_to(params.locks, path),
} if {
	params.unlocked == "unknown"
	some path in facts.unlocked
}

deny contains {
	"subject": place.path(path),
	"message": sprintf("no lock file says which versions `%s` asks for: whether they are in the SBOM is not known", [path]),
	"fix": ecosystem.suited_to(params.locks, path),
	"level": "warn",
} if {
	params.unlocked == "warn"
	some path in facts.unlocked
}

not_read := sprintf("what stands in %s is not read: whether its packages are in the SBOM is not known", [text.listed([sprintf("`%s`", [place.path(path)]) | some path in facts.unread], params.max_named)])

make_it := "have a tool that reads it make the SBOM (`relcheck record -- syft . -o cyclonedx-json`), and hold the two against each other"

unknown contains {"reason": not_read, "fix": make_it} if {
	params.unlocked == "unknown"
	count(facts.unread) > 0
}

deny contains {"subject": place.path(facts.unread[0]), "message": not_read, "fix": make_it, "level": "warn"} if {
	params.unlocked == "warn"
	count(facts.unread) > 0
}

# What says nothing at all is no lock file without packages.
unknown contains {"reason": sprintf("`%s` %s", [source.path, evidence.text_of(source.problem, "says nothing")])} if {
	some source in facts.partial
	source.packages == 0
}

looked_at contains source if some source in evidence.sources(facts.reports, params.max_age_days)

looked_at contains sprintf("%s of %s", [
	text.counted(comparison.matched, "package", "packages"),
	text.listed([sprintf("`%s`", [path]) | some path in facts.sources], params.max_named),
]) if {
	comparison != null
	count(facts.sources) > 0
}

looked_at contains sprintf("`%s` %s", [source.path, evidence.text_of(source.problem, "does not name every package")]) if {
	some source in facts.partial
	source.packages > 0
}

looked_at contains sprintf("`%s` is of `%s`, not of `%s`", [report.evidence.path, subject.name, input.project.name]) if {
	count(own) > 0
	some report in usable
	not report.is_of_project
	subject := report.subject
	subject != null
}

looked_at contains sprintf("not asked for: `%s` %s", [report.evidence.path, lacks(gap)]) if {
	some report in own
	some gap in report.gaps
	not gap.element in params.elements
}

looked_at contains sprintf("not asked for: %s %s missing in the SBOM", [
	text.counted(group.count, sprintf("%s%s", [condition(group), package_of(group)]), sprintf("%s%ss", [condition(group), package_of(group)])),
	{true: "is", false: "are"}[group.count == 1],
]) if {
	some group in missing
	not is_required(group)
}

looked_at contains sprintf("not asked for: %s in another version in the SBOM", [text.counted(
	group.count,
	sprintf("%s%s is", [condition(group), package_of(group)]),
	sprintf("%s%ss are", [condition(group), package_of(group)]),
)]) if {
	some group in other_versions
	not is_required(group)
}

condition(group) := "conditional " if group.conditional

else := ""

looked_at contains sprintf("only in the SBOM: %s", [text.listed_of(
	[sprintf("`%s`", [purl]) | some purl in array.slice(comparison.extra, 0, params.max_named)],
	comparison.extra_count,
)]) if {
	comparison != null
	comparison.extra_count > 0
}
