# METADATA
# title: Nothing breaks
# description: No source that relcheck knows tells of a breaking change since the previous release; the outcome says which sources there were.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, hotfix]
#   level: deny
#   needs: [api_reports, changelog, changes, interface, python_api, release_notes, typescript_api]
#   decides_type: true
#   fix: "Release a major version (`relcheck check --type major`), or take the breaking change off this branch: `git revert COMMIT`"
#   source:
#     - Release Types / Patch Releases / Breaking changes
#     - Release Types / Minor Releases / Breaking changes
#   controls: {bpb: [version_semver]}
package relcheck.policy.version.no_breaking_changes

import data.relcheck.lib.api
import data.relcheck.lib.candidate
import data.relcheck.lib.changelog
import data.relcheck.lib.commit
import data.relcheck.lib.fragments
import data.relcheck.lib.place
import data.relcheck.lib.scheme
import data.relcheck.lib.text

params := data.relcheck.params.version.no_breaking_changes

# What tells of the interface.
facts := {
	"interface": input.facts.interface,
	"python_api": input.facts.python_api,
	"typescript_api": input.facts.typescript_api,
	"api_reports": input.facts.api_reports,
}

standing := commit.standing(input.facts.changes.commits)

unreleased := {entry.id | some entry in input.facts.changes.commits}

entries := changelog.entries(input.facts.changelog)

changes := api.changes(facts, input.project, {"breaking"})

larger := scheme.type_of_breaking(input.release)

breaks(entry) if {
	some mark in params.breaking_marks
	contains(entry.text, mark)
}

breaks(entry) if {
	entry.group != null
	not entry.group in params.harmless_groups
	not entry.group in params.unclear_groups
	some word in params.breaking_groups
	contains(entry.group, word)
}

may_break(entry) if {
	entry.group in params.unclear_groups
	not breaks(entry)
}

not_applicable contains "nothing was released before, so nothing can break" if {
	is_null(input.facts.changes.since)
}

looked_at contains text.counted(count(input.facts.changes.commits), "commit message", "commit messages")

looked_at contains source if some source in changelog.looked_at(input.facts.changelog)

looked_at contains source if some source in api.sources(facts, input.project)

# A project may take some kinds for what they seem to be.
certain := array.concat(
	[change | some change in changes; change.doubt == null],
	[change | some change in changes; change.doubt != null; change.kind in params.certain_kinds],
)

doubtful := [change |
	some change in changes
	change.doubt != null
	not change.kind in params.certain_kinds
]

broken contains {
	"subject": commit.short(entry.id),
	"message": sprintf(
		"%s is a breaking change%s",
		[text.quoted(entry.subject), commit.not_undone(entry)],
	),
	"fix": sprintf(
		"relcheck check --type %s, or take it off this branch: `%s`",
		[larger, commit.revert(entry)],
	),
	"evidence": {"commit": entry.id},
} if {
	some entry in standing
	entry.breaking
}

broken contains {
	"subject": place.path(entry.path),
	"message": sprintf("%s lists a breaking change: %s", [place.at(entry.path, entry.line), text.cut(entry.text, 100)]),
	"fix": sprintf("relcheck check --type %s, or take the change off this branch", [larger]),
	"evidence": place.evidence(entry.path, entry.line),
} if {
	some entry in entries
	breaks(entry)
}

broken contains {
	"subject": place.path(path),
	"message": sprintf("`%s` announces a breaking change", [place.path(path)]),
	"fix": sprintf("relcheck check --type %s, or take the change off this branch", [larger]),
	"evidence": {"file": place.path(path)},
} if {
	some path in fragments.with_word(input.facts.release_notes, params.fragment_words)
}

broken contains {
	"subject": change.symbol,
	"message": sprintf("`%s` %s%s%s", [change.symbol, change.message, api.says(change), shown.text]),
	"fix": sprintf("relcheck check --type %s, or keep `%s` as it was", [larger, change.symbol]),
	"evidence": shown.evidence,
} if {
	some change in certain
	shown := api.shown_at(change, input.release)
}

deny contains finding if {
	not scheme.lets_breaking_through(input.release)
	some finding in broken
}

deny contains {
	"subject": finding.subject,
	"message": finding.message,
	"level": "warn",
	"evidence": finding.evidence,
	"weakening": scheme.weakening,
} if {
	scheme.lets_breaking_through(input.release)
	some finding in broken
}

deny contains {
	"subject": change.symbol,
	"message": sprintf("`%s` %s%s%s, unless %s", [
		change.symbol,
		change.message,
		api.says(change),
		shown.text,
		change.doubt,
	]),
	"fix": sprintf("look whether users lose something by it: that takes a %s release", [larger]),
	"level": "warn",
	"evidence": shown.evidence,
} if {
	some change in doubtful
	shown := api.shown_at(change, input.release)
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf("%s takes back what was released before", [text.quoted(entry.subject)]),
	"fix": sprintf("look whether users lose something by it: that takes a %s release", [larger]),
	"level": "warn",
	"evidence": {"commit": entry.id},
} if {
	some entry in standing
	some reverted in entry.reverts
	not reverted in unreleased
}

deny contains {
	"subject": place.path(entry.path),
	"message": sprintf("%s may list a breaking change: %s", [place.at(entry.path, entry.line), text.cut(entry.text, 100)]),
	"fix": "say under `Removed` what is gone, and under `Deprecated` what will be",
	"level": "warn",
	"evidence": place.evidence(entry.path, entry.line),
} if {
	some entry in entries
	may_break(entry)
}

deny contains {
	"subject": place.path(path),
	"message": sprintf("`%s` may announce a breaking change: it does not say whether something is gone", [place.path(path)]),
	"fix": "read it, and release a major version if it does",
	"level": "warn",
	"evidence": {"file": place.path(path)},
} if {
	some path in fragments.with_word(input.facts.release_notes, params.unclear_fragment_words)
}

deny contains {
	"subject": "the API",
	"message": sprintf("only %s looked at: the API itself was not compared", [spoken]),
	"level": "warn",
} if {
	not api.is_compared(facts, input.project)
}

uncompared := api.uncompared(facts, input.project)

deny contains {
	"subject": "the API",
	"message": sprintf("no report tells of the API of %s: it was not compared", [text.listed(
		[text.quoted(crate) | some crate in uncompared],
		params.max_gaps,
	)]),
	"fix": sprintf("relcheck record -- cargo semver-checks --workspace --baseline-rev %s", [input.release.previous.tag]),
	"level": "warn",
} if {
	count(uncompared) > 0
}

spoken := "commit messages and the changelog were" if count(input.facts.changelog.files) > 0

else := "commit messages were"

gaps := [sprintf("`%s` (%s)", [gap.symbol, gap.reason]) | some gap in api.gaps(facts, input.project)]

incomplete := sprintf("%s of the API could not be compared: %s", [
	text.counted(count(gaps), "part", "parts"),
	text.listed(gaps, params.max_gaps),
])

deny contains {
	"subject": "the API",
	"message": incomplete,
	"fix": "look there for what was removed or changed",
	"level": "warn",
} if {
	count(gaps) > 0
	params.gaps == "warn"
}

deny contains {
	"subject": report.evidence.path,
	"message": sprintf("`%s` is in git: what %s says there may be of an earlier commit", [
		report.evidence.path,
		report.evidence.tool,
	]),
	"fix": sprintf("git rm --cached %s, and `relcheck record` it", [report.evidence.path]),
	"level": "warn",
} if {
	some report in api.kept_in_git(facts, input.project)
}

unchecked := api.unchecked(facts, input.project)

deny contains {
	"subject": "the API reports",
	"message": sprintf("%s in git may be of earlier sources: %s", [
		text.counted(count(unchecked), "API report", "API reports"),
		text.listed([sprintf("`%s`", [place.path(path)]) | some path in unchecked], params.max_gaps),
	]),
	"fix": "relcheck record -- npx api-extractor run",
	"level": "warn",
} if {
	count(unchecked) > 0
}

unknown contains incomplete if {
	count(gaps) > 0
	params.gaps == "unknown"
}

unknown contains reason if some reason in api.unproved(facts, input.project)

unknown contains reason if some reason in candidate.unknown
