# METADATA
# title: One commit bumps the version
# description: "Exactly one commit since the previous release, merges and what was reverted aside, is `chore: bump version to X.Y.Z` with the candidate's version; the number of a pull request may follow it."
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: warn
#   needs: [changes, versions]
#   fix: "Commit the version alone: `git commit -am \"chore: bump version to X.Y.Z\"`"
#   source: Version Management / Version Bumping Process / Commit both
#   controls: {bpb: [version_unique]}
package relcheck.policy.version.bump_commit

import data.relcheck.lib.candidate
import data.relcheck.lib.commit
import data.relcheck.lib.shell
import data.relcheck.lib.text
import data.relcheck.lib.versions

params := data.relcheck.params.version.bump_commit

# The version as it is written, and in its normal form.
spellings := {candidate.version.normal, trim_left(candidate.version.text, "vV")}

wanted := {replace(subject, "X.Y.Z", spelling) | some subject in params.subjects; some spelling in spellings}

example := replace(params.subjects[0], "X.Y.Z", candidate.version.normal)

# A merge only repeats what the commits that it brings say.
own := [entry | some entry in commit.standing(input.facts.changes.commits); not entry.merge]

# Forges add the number of the pull request to the subject.
bumps := [entry |
	some entry in own
	some subject in wanted
	startswith(entry.subject, subject)
	regex.match(`^( \([#!][0-9]+\))?$`, trim_prefix(entry.subject, subject))
]

# Commits that name the version in other words.
near := [entry | some entry in own; entry.subject in naming]

naming := {entry.subject |
	some entry in own
	some spelling in spellings
	contains(entry.subject, spelling)
	some word in split(entry.subject, " ")
	trim_left(trim(word, "`'\"()[],.:;!"), "vV") == spelling
}

named(commits) := text.listed(
	[sprintf("%s %s", [commit.short(entry.id), text.quoted(entry.subject)]) | some entry in commits],
	params.max_named,
)

no_file_declares_it if versions.are_absent(input.facts.versions)

no_file_declares_it if {
	versions.is_from_tag(input.facts.versions)
	count(versions.of_project(input.facts.versions)) == 0
}

not_applicable contains "nothing was released before, so there is no version to raise" if {
	is_null(input.facts.changes.since)
}

not_applicable contains "no file declares the version, so none has to be changed" if no_file_declares_it

deny contains {
	"subject": "commits",
	"message": sprintf("no commit since `%s` is `%s`", [input.facts.changes.since, example]),
	"fix": sprintf("git commit -am %s", [shell.quote(example)]),
} if {
	input.facts.changes.since != null
	count(bumps) == 0
	count(near) == 0
}

deny contains {
	"subject": "commits",
	"message": sprintf(
		"no commit since `%s` is `%s`; other words, with the same version: %s",
		[input.facts.changes.since, example, named(near)],
	),
	"fix": sprintf(
		"reword the one that raises the version, if it was not pushed yet: `git rebase -i %s`",
		[shell.quote(input.facts.changes.since)],
	),
	"evidence": {"commit": near[0].id},
} if {
	input.facts.changes.since != null
	count(bumps) == 0
	count(near) > 0
}

deny contains {
	"subject": "commits",
	"message": sprintf("%d commits bump the version to %s: %s", [count(bumps), candidate.version.normal, named(bumps)]),
	"fix": sprintf(
		"make them one, if they were not pushed yet: `git rebase -i %s`",
		[shell.quote(input.facts.changes.since)],
	),
	"evidence": {"commit": bumps[0].id},
} if {
	input.facts.changes.since != null
	count(bumps) > 1
}

unknown contains reason if some reason in candidate.unknown

unknown contains reason if {
	count(bumps) == 0
	count(versions.of_project(input.facts.versions)) == 0
	some reason in versions.unresolved(input.facts.versions)
}
