# METADATA
# title: The changelog has a dated section for the release
# description: The changelog has one section for the candidate, with a date and at least one entry, and not marked as withdrawn; a pre-release may use the section of its final release. A heading that names another package than the project does not count, nor does a bare link for an entry.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changelog]
#   fix: "Give the release a section of its own in CHANGELOG.md, `## [X.Y.Z] - YYYY-MM-DD`, that says what changed for users"
#   source: Pre-Release Checklist / Documentation Requirements / CHANGELOG.md tells
#   controls: {osps: [OSPS-BR-04.01], bpb: [release_notes]}
package relcheck.policy.docs.changelog

import data.relcheck.lib.candidate
import data.relcheck.lib.changelog
import data.relcheck.lib.place

files := input.facts.changelog.files

today := substring(input.clock.now, 0, 10)

# The sections for the candidate in each file that has any, the most likely file first.
found := [{"path": file.path, "sections": sections, "heading": heading(file), "like": like(file)} |
	some file in files
	sections := changelog.sections(file, candidate.version)
	count(sections) > 0
]

unreleased := [{"path": file.path, "line": section.line, "heading": heading(file), "like": like(file)} |
	some file in files
	some section in file.sections
	changelog.is_unreleased(section)
]

# The newest heading that holds its version and its day: the new one is to look like it, unless it
# holds further versions, which other packages of the project have and were released under.
model(file) := newest if {
	newest := [section |
		some section in file.sections
		section.version != null
		section.date != null
		contains(section.heading, section.version.text)
		contains(section.heading, section.date)
	][0]
	not holds_others(newest)
}

holds_others(section) if {
	without_day := replace(section.heading, section.date, "")
	regex.match(`[0-9]\.[0-9]`, replace(without_day, section.version.text, ""))
}

heading(file) := concat("", [marks(file, pattern), replace(replaced, pattern.date, today)]) if {
	pattern := model(file)
	replaced := replace(pattern.heading, pattern.version.text, renamed(pattern))
}

# Where none holds its day, the version is written as elsewhere, and the day behind it.
else := sprintf("%s%s - %s", [marks(file, pattern), replaced, today]) if {
	pattern := undated(file)
	replaced := replace(pattern.heading, pattern.version.text, renamed(pattern))
}

else := changelog.heading(file.format, level(file), candidate.version, today)

# The newest heading that ends with its version.
undated(file) := [section |
	some section in file.sections
	section.version != null
	section.date == null
	not section.unreleased
	file.format == "markdown"
	regex.match(`(^|\s)\[?$`, before(section))
	not holds_others({"heading": section.heading, "date": " ", "version": section.version})
][0]

before(section) := trim_suffix(trim_suffix(section.heading, "]"), section.version.text)

# The version with the letter that it has in that heading.
renamed(section) := concat("", [regex.find_n(`^[vV]?`, section.version.text, 1)[0], candidate.version.normal])

marks(file, section) := changelog.marks(object.get(section, "level", null)) if file.format == "markdown"

else := ""

# How deep the headings of releases are: as those with a version, or else as the unreleased one.
level(file) := levels[0] if {
	levels := [section.level |
		some sections in [
			[section | some section in file.sections; section.version != null],
			file.sections,
		]
		some section in sections
		is_number(section.level)
	]
	count(levels) > 0
}

else := 2

like(file) := sprintf(", like the one at %s", [place.line(file.path, pattern.line)]) if pattern := model(file)

else := ""

# The heading of the same version that names another package, where there is one.
of_others(file) := sprintf("; %s is that of another package: `%s`", [place.at(file.path, other.line), other.heading]) if {
	other := [section |
		some section in file.others
		changelog.names(section, candidate.version.normal)
	][0]
}

else := ""

flaws(section) := {flaw |
	some flaw in [
		{
			"found": section.date == null,
			"message": "has no date that can be read",
			"fix": sprintf("write the heading as `%s`%s", [found[0].heading, found[0].like]),
		},
		{"found": section.empty, "message": "is empty", "fix": "say in it what changed for users"},
		{
			"found": section.yanked,
			"message": "is marked as withdrawn",
			"fix": "release the version after it, with a section of its own",
		},
	]
	flaw.found
}

deny contains {
	"subject": "changelog",
	"message": "there is no changelog",
	"fix": sprintf("create CHANGELOG.md with the heading `%s` and what changed below it", [changelog.heading("markdown", 2, candidate.version, today)]),
} if {
	count(files) == 0
}

deny contains {
	"subject": place.path(file.path),
	"message": sprintf("`%s` has no section for %s%s", [place.path(file.path), candidate.version.normal, of_others(file)]),
	"fix": sprintf("add the heading `%s`%s, and what changed below it", [heading(file), like(file)]),
	"evidence": {"file": place.path(file.path)},
} if {
	count(found) == 0
	count(unreleased) == 0
	file := files[0]
}

deny contains {
	"subject": place.path(section.path),
	"message": sprintf("%s is an unreleased section, and there is none for %s", [place.at(section.path, section.line), candidate.version.normal]),
	"fix": sprintf("rename the heading at %s to `%s`%s", [place.line(section.path, section.line), section.heading, section.like]),
	"evidence": place.evidence(section.path, section.line),
} if {
	count(found) == 0
	section := unreleased[0]
}

deny contains {
	"subject": place.path(found[0].path),
	"message": sprintf("%s: the section `%s` %s", [place.at(found[0].path, section.line), section.heading, flaw.message]),
	"fix": flaw.fix,
	"evidence": place.evidence(found[0].path, section.line),
} if {
	some section in found[0].sections
	some flaw in flaws(section)
}

deny contains {
	"subject": place.path(found[0].path),
	"message": sprintf("a second section for %s: `%s`", [section.version.normal, section.heading]),
	"fix": sprintf("merge it into the one at %s", [place.line(found[0].path, first.line)]),
	"evidence": place.evidence(found[0].path, section.line),
} if {
	first := found[0].sections[0]
	some section in array.slice(found[0].sections, 1, count(found[0].sections))
}

deny contains {
	"subject": place.path(found[0].path),
	"message": sprintf("%s: the section `%s` is dated %s, and today is %s", [place.at(found[0].path, section.line), section.heading, section.date, today]),
	"fix": sprintf("write the day of the release, at the earliest %s", [today]),
	"level": "warn",
	"evidence": place.evidence(found[0].path, section.line),
} if {
	some section in found[0].sections
	section.date != null
	changelog.days_ahead(section.date, input.clock.seconds) > data.relcheck.params.docs.changelog.max_days_ahead
}

unknown contains reason if some reason in candidate.unknown
