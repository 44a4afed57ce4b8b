# METADATA
# title: A migration guide leads to the new major version
# description: A migration guide speaks of this version, and mentions each breaking change by its name, its pull request, or the title of its commit; of one that tells of several names, by half of them. A major release without a breaking change needs one too, to say so.
# custom:
#   stages: [pre-release]
#   types: [major]
#   level: deny
#   needs: [api_reports, changes, documents, interface, python_api, typescript_api]
#   fix: "Write in the migration guide, below a heading that names the version, what users have to change"
#   source:
#     - Release Types / Major Releases / Breaking changes
#     - Pre-Release Checklist / Documentation Requirements / A major release comes with
package relcheck.policy.docs.migration_guide

import data.relcheck.lib.api
import data.relcheck.lib.candidate
import data.relcheck.lib.commit
import data.relcheck.lib.place
import data.relcheck.lib.text

params := data.relcheck.params.docs.migration_guide

guides := [guide |
	some guide in input.facts.documents.guides
	guide.text != ""
	leads_here(guide)
]

leads_here(guide) if guide.unreleased

leads_here(guide) if {
	target := guide.versions[count(guide.versions) - 1]
	target.major == candidate.version.major
	fits(target.minor, candidate.version.minor)
	fits(target.patch, candidate.version.patch)
}

fits(named, number) if named in {null, number}

# Those, and what their files say without naming a version.
speaking := [guide |
	paths := {guide.path | some guide in guides}
	some guide in input.facts.documents.guides
	guide.path in paths
	is_ours(guide)
]

is_ours(guide) if leads_here(guide)

is_ours(guide) if {
	count(guide.versions) == 0
	not guide.unreleased
}

names := {name | some guide in speaking; some name in guide.names}

numbers := {number | some guide in speaking; some number in guide.numbers}

breaking := [entry | some entry in commit.standing(input.facts.changes.commits); entry.breaking]

# Commits that their request's number, a name in code or their title is told of.
mentioned := {entry.id |
	some entry in breaking
	is_mentioned(entry)
}

is_mentioned(entry) if entry.pull_request in numbers

# Where several names are told of, one of them says too little; of `a` that is now `b`, one is enough.
is_mentioned(entry) if {
	told := {name | some name in spoken(entry); name in names}
	count(told) > 0
	2 * count(told) >= count(spoken(entry))
}

# The names in code, or, where there are none, the types and values of the language.
spoken(entry) := own if {
	own := {name | some name in in_code(entry); not name in params.plain_words}
	count(own) > 0
}

else := in_code(entry)

in_code(entry) := {name |
	some title in titles(entry)
	some at, name in split(title, "`")
	at % 2 == 1
}

is_mentioned(entry) if {
	some title in titles(entry)
	words := plain(title)
	count(split(words, " ")) >= params.title_words
	some guide in speaking
	contains(guide.text, sprintf(" %s ", [words]))
}

titles(entry) := ({entry.subject} | {note | some note in entry.breaking_notes}) | descriptions(entry)

descriptions(entry) := {change.description | some change in entry.changes; change.breaking}

# As guides are indexed; without the number of the request that forges append.
plain(title) := trim_space(regex.replace(lower(own), `[^\p{L}\p{M}\p{N}]+`, " ")) if {
	own := regex.replace(title, `\s*\([#!]\d+\)\s*$`, "")
}

changes := {change | some change in input.facts.python_api.changes} |
	{change | some change in api.promised(input.facts.typescript_api)} |
	({change | some change in input.facts.interface.changes} | reported)

# What a report of some other commit, or of some other comparison, says is not this release's.
reported := {change |
	some report in input.facts.api_reports.reports
	report.evidence.binding != "unbound"
	not is_other(report.base)
	some change in report.changes
}

is_other(base) if {
	base.previous != null
	not base.previous
}

broken := [change |
	some change in changes
	change.weight == "breaking"
	not change.symbol in names
	parts := [part | some part in regex.split(`[\s./:#]+`, change.symbol); part != ""]
	not parts[count(parts) - 1] in names
]

not_applicable contains "nothing was released before that users could migrate from" if {
	is_null(input.facts.changes.since)
}

deny contains {
	"subject": "migration guide",
	"message": sprintf("no migration guide speaks of %s", [candidate.version.core]),
	"fix": sprintf("write MIGRATION.md with the heading `## Migrating to %s`, and below it what users have to change", [candidate.version.core]),
} if {
	count(guides) == 0
	count(input.facts.documents.unread) == 0
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf("%s does not mention the breaking change %s", [place.at(guide.path, guide.line), text.quoted(entry.subject)]),
	"fix": sprintf("say there what users have to change, and name it by %s", [handle(entry)]),
	"evidence": {"commit": entry.id},
} if {
	guide := guides[0]
	some entry in breaking
	not entry.id in mentioned
}

deny contains object.union(
	{
		"subject": change.symbol,
		"message": sprintf("%s does not mention that `%s` %s", [place.at(guide.path, guide.line), change.symbol, change.message]),
		"fix": sprintf("say there what users have to change, and write `%s` as code", [change.symbol]),
		"evidence": place.evidence(guide.path, guide.line),
	},
	doubtful(change),
) if {
	guide := guides[0]
	some change in broken
}

# What may be no break at all is only warned about.
doubtful(change) := {"level": "warn"} if change.doubt != null

else := {}

handle(entry) := sprintf("#%d", [entry.pull_request]) if entry.pull_request != null

else := "the title of the commit"

unknown contains reason if some reason in candidate.unknown

unknown contains sprintf("a migration guide was not read: %s", [document.reason]) if {
	some document in input.facts.documents.unread
}
