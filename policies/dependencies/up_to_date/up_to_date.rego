# METADATA
# title: Dependencies are at their newest compatible versions
# description: A package manager looked newer versions up, and no package that the project itself asks for is behind one that would do. What is behind an incompatible one is named, and is no finding.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: warn
#   needs: [recordings, updates]
#   fix: "Take the newer version, and look again: `relcheck record -- pip list --outdated --format json`, `npm outdated --json`, `cargo outdated --format json` or `go list -u -m -json all`"
#   source: Pre-Release Checklist / Dependency Management / Each dependency is at its newest version that is still compatible
package relcheck.policy.dependencies.up_to_date

import data.relcheck.lib.ecosystem as ecosystems
import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.recordings
import data.relcheck.lib.text

params := data.relcheck.params.dependencies.up_to_date

asked := input.facts.updates.ecosystems

# How newer versions are looked up.
commands := {
	"cargo": "relcheck record -- cargo outdated --format json",
	"go": "relcheck record -- go list -u -m -json all",
	"npm": "relcheck record -- npm outdated --json",
	"pypi": "relcheck record -- pip list --outdated --format json",
}

shown := {"cargo": "Rust crates", "go": "Go modules", "npm": "npm packages", "pypi": "Python packages"}

reports_of(ecosystem) := [report |
	some report in input.facts.updates.reports
	report.ecosystem == ecosystem
]

# What cannot be read could be of any ecosystem.
unread := [report |
	some report in input.facts.updates.reports
	report.ecosystem == null
]

judged(ecosystem) := array.concat(reports_of(ecosystem), unread)

usable[ecosystem] := evidence.usable(reports_of(ecosystem), params.max_age_days) if some ecosystem, _ in commands

not_applicable contains "it asks for no package of others" if {
	count(asked) == 0
	count(input.facts.updates.others) == 0
}

unknown contains reason if some reason in recordings.due("outdated")

unknown contains {
	"reason": sprintf("what `%s` declares is not read", [place.path(path)]),
	"fix": ecosystems.suited_to(params.others, path),
} if {
	some path in input.facts.updates.others
}

looked_at contains source if {
	some one in asked
	some source in evidence.sources(reports_of(one.ecosystem), params.max_age_days)
}

looked_at contains sprintf("%s of %s", [text.counted(one.direct, "direct dependency", "direct dependencies"), shown[one.ecosystem]]) if {
	some one in asked
}

looked_at contains sprintf("behind an incompatible version: %s", [text.listed(sort(beyond), params.max_named)]) if {
	count(beyond) > 0
}

unknown contains reason if {
	some one in asked
	count(usable[one.ecosystem]) == 0
	what := sprintf("newer versions of %s", [shown[one.ecosystem]])
	some reason in evidence.unknown(judged(one.ecosystem), what, params.max_age_days, commands[one.ecosystem])
}

unknown contains {
	"reason": sprintf("not all that the project asks for is known: %s", [one.problem]),
	"fix": "mend what is named, and see `relcheck collect --fact dependencies`",
} if {
	some one in asked
	one.problem != null
}

# What is behind, that the project asks for or may ask for.
behind contains lagging if {
	some one in asked
	some report in usable[one.ecosystem]
	some lagging in report.behind
	may_be_direct(lagging.is_direct)
}

may_be_direct(direct) if direct == null

may_be_direct(direct) if {
	direct != null
	direct
}

beyond contains sprintf("`%s` %s, of which there is %s", [lagging.name, version_of(lagging.version), lagging.latest]) if {
	some lagging in behind
	lagging.latest != null
	not lagging.step in params.compatible
}

version_of(version) := version if version != null

else := "in no known version"

next_of(version) := version if version != null

else := "the newest"

unknown contains {
	"reason": sprintf("how far `%s` %s is behind %s is not known: one of them is no version", [
		lagging.name,
		version_of(lagging.version),
		next_of(lagging.next),
	]),
	"fix": "install what is locked, and look newer versions up again",
} if {
	some lagging in behind
	lagging.step == "unknown"
}

deny contains {
	"subject": lagging.name,
	"message": sprintf("`%s` %s is behind %s", [lagging.name, version_of(lagging.version), next_of(lagging.next)]),
	"evidence": place_of(lagging.path, lagging.line),
} if {
	some lagging in behind
	lagging.step in params.compatible
}

place_of(path, line) := place.evidence(path, line) if {
	path != null
	line != null
}

else := {"file": place.path(path)} if path != null

else := {}
