# METADATA
# title: The changelog tells of every change that users see
# description: Each change since the previous release that users see, a commit or a merged pull request, is represented in the changelog - an entry names its number, its issue or its commit, shares its words, or was written by it. A change that was taken back needs none, and neither does one whose type, files or trailer say that users see nothing of it. Where an entry names no change, it may speak of any, so that a change without an entry is unknown, not missing; so is one of which nothing says whether users see it. Where the release has a section, nothing of it is left in an unreleased one.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: deny
#   needs: [changelog, release_notes]
#   depends_on: [docs.changelog]
#   fix: "Write an entry for each change that users see, with its number: `- What is new for users (#12)`"
#   source: Pre-Release Checklist / Documentation Requirements / CHANGELOG.md tells
#   controls: {osps: [OSPS-BR-04.01], bpb: [release_notes]}
package relcheck.policy.docs.changelog_complete

import data.relcheck.lib.candidate
import data.relcheck.lib.changelog
import data.relcheck.lib.commit
import data.relcheck.lib.place
import data.relcheck.lib.text

params := data.relcheck.params.docs.changelog_complete

notes := input.facts.release_notes

hidden_types := {type | some type in params.hidden_types}

visible_types := {type | some type in params.visible_types}

hidden_kinds := {kind | some kind in params.hidden_kinds}

hidden_scopes := {scope | some scope in params.hidden_scopes}

bots := {bot | some bot in params.bots}

without_entry := {name | some name in params.without_entry}

is_hidden(change) if {
	not change.breaking
	count(change.types) > 0
	every type in change.types { type in hidden_types }
}

else if {
	not change.breaking
	count(change.kinds) > 0
	every kind in change.kinds { kind in hidden_kinds }
}

else if {
	not change.breaking
	change.author in bots
}

else if {
	not change.breaking
	some scope in change.scopes
	scope in hidden_scopes
}

else if {
	not change.breaking
	change.trailer != null
	change.trailer in params.hiding_trailers
}

else if is_release(change)

else if is_named_as_none(change)

is_release(change) if {
	count(change.types) == 0
	regex.match(params.release_titles, lower(change.title))
}

is_named_as_none(change) if commit.short(change.commit) in without_entry

else if {
	change.pull_request != null
	sprintf("#%d", [change.pull_request]) in without_entry
}

standing := [change |
	some change in notes.unnamed
	not is_hidden(change)
]

visible := [change | some change in standing; says_so(change)]

says_so(change) if change.breaking

says_so(change) if {
	some type in change.types
	type in visible_types
}

unclear := [change | some change in standing; not says_so(change)]

# An entry that belongs to no change may speak of any.
certain if notes.free_entries == 0

are_silent if {
	count(notes.sections) == 0
	count(notes.fragments) == 0
}

shown(change) := sprintf("%s %s", [commit.short(change.commit), text.quoted(change.title)])

named(changes) := text.listed_of([shown(change) | some change in array.slice(changes, 0, params.max_named)], count(changes))

target := place.line(notes.sections[0].path, notes.sections[0].line) if count(notes.sections) > 0

else := "the changelog's section of the release"

entry(change) := sprintf("add to %s what it means for users, with `(#%d)` in it", [target, change.pull_request]) if {
	change.pull_request != null
}

entry(change) := sprintf("add to %s what it means for users, with `(%s)` in it", [target, commit.short(change.commit)]) if {
	is_null(change.pull_request)
}

not_applicable contains "nothing was released before, so there is no change since" if is_null(notes.since)

deny contains {
	"subject": "changelog",
	"message": sprintf("no section of a changelog speaks of what comes after %s, and users see %s: %s", [
		notes.since,
		text.counted(count(visible), "change", "changes"),
		named(visible),
	]),
	"fix": "write an entry for each, below a heading for the release",
} if {
	are_silent
	count(visible) > 0
}

deny contains {
	"subject": commit.short(change.commit),
	"message": sprintf("no entry of the changelog speaks of %s", [text.quoted(change.title)]),
	"fix": entry(change),
	"evidence": {"commit": change.commit},
} if {
	certain
	not are_silent
	some change in visible
}

# Who reads the release's section does not find them.
deny contains {
	"subject": place.path(file.path),
	"message": sprintf("%s is unreleased and has %s, and %s has a section of its own", [
		place.at(file.path, section.line),
		text.counted(count(left), "entry", "entries"),
		candidate.version.normal,
	]),
	"fix": "move what is released now to the section of the release",
	"evidence": place.evidence(file.path, section.line),
} if {
	some file in input.facts.changelog.files
	is_released_in(file)
	some section in file.sections
	changelog.is_unreleased(section)
	left := [written |
		some group in section.groups
		some written in group.entries
		not written.planned
	]
	count(left) > 0
}

is_released_in(file) if {
	some section in changelog.sections(file, candidate.version)
	not section.unreleased
}

unknown contains {
	"reason": sprintf("%s no entry by number or words, and %s, which may speak of anything: %s", [
		text.counted(count(visible), "change that users see is in", "changes that users see are in"),
		text.counted(notes.free_entries, "entry names no change", "entries name no change"),
		named(visible),
	]),
	"fix": "name the pull request or the commit in the entry: `(#12)`",
} if {
	not certain
	count(visible) > 0
}

unknown contains {
	"reason": sprintf("nothing says whether users see %s that no entry names: %s", [
		text.counted(count(unclear), "change", "changes"),
		named(unclear),
	]),
	"fix": sprintf("write an entry for it, or say in relcheck.toml that none is needed: `without_entry = [\"%s\"]` below `[rules.docs.changelog_complete.params]`", [commit.short(unclear[0].commit)]),
} if {
	count(unclear) > 0
	params.unclear == "unknown"
}

deny contains {
	"subject": "commits",
	"message": sprintf("nothing says whether users see %s that no entry names: %s", [
		text.counted(count(unclear), "change", "changes"),
		named(unclear),
	]),
	"fix": "look whether one of them needs an entry",
	"level": "warn",
} if {
	count(unclear) > 0
	params.unclear == "warn"
}

unknown contains {
	"reason": sprintf("%s named by no entry than are looked at", [text.counted(notes.more, "more change is", "more changes are")]),
	"fix": "name the pull requests in the entries: `(#12)`",
} if {
	notes.more > 0
}
