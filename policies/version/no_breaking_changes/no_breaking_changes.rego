# METADATA
# title: Nothing breaks
# description: No source that relcheck knows tells of a breaking change since the previous release; the outcome says which sources there were.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, hotfix]
#   level: deny
#   needs: [changelog, changes]
#   fix: "Release a major version (`relcheck check --type major`), or take the breaking change off this branch: `git revert COMMIT`"
#   source:
#     - Release Types / Patch Releases / Breaking changes
#     - Release Types / Minor Releases / Breaking changes
#   controls: {bpb: [version_semver]}
package relcheck.policy.version.no_breaking_changes

import data.relcheck.lib.candidate
import data.relcheck.lib.changelog
import data.relcheck.lib.commit
import data.relcheck.lib.place
import data.relcheck.lib.text

params := data.relcheck.params.version.no_breaking_changes

standing := commit.standing(input.facts.changes.commits)

unreleased := {entry.id | some entry in input.facts.changes.commits}

entries := [entry |
	some file in input.facts.changelog.files
	some section in file.sections
	changelog.speaks_of(section, candidate.version)
	some group in section.groups
	some words in group.entries
	entry := {"path": file.path, "line": group.line, "group": group.name, "text": words}
]

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

sources := "commit messages and the changelog were" if count(input.facts.changelog.files) > 0

else := "commit messages were"

not_applicable contains "nothing was released before, so nothing can break" if {
	is_null(input.facts.changes.since)
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf("%s is a breaking change", [text.quoted(entry.subject)]),
	"fix": sprintf(
		"relcheck check --type major, or take it off this branch: `git revert %s`",
		[commit.short(entry.id)],
	),
	"evidence": {"commit": entry.id},
} if {
	some entry in standing
	entry.breaking
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf("%s takes back what was released before", [text.quoted(entry.subject)]),
	"fix": "look whether users lose something by it: that takes a major release",
	"level": "warn",
	"evidence": {"commit": entry.id},
} if {
	some entry in standing
	some reverted in entry.reverts
	not reverted in unreleased
}

deny contains {
	"subject": place.path(entry.path),
	"message": sprintf("%s lists a breaking change: %s", [place.at(entry.path, entry.line), text.cut(entry.text, 100)]),
	"evidence": place.evidence(entry.path, entry.line),
} if {
	some entry in entries
	breaks(entry)
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
	"subject": "the API",
	"message": sprintf("only %s looked at: the API itself was not compared", [sources]),
	"level": "warn",
}

unknown contains reason if some reason in candidate.unknown
