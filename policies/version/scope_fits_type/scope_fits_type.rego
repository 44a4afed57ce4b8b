# METADATA
# title: No change needs a larger release
# description: Nothing that changed since the previous release, by commits, changelog and interface, needs a larger step than the release type takes; a commit that a later one reverts, and undoes, does not count.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, hotfix]
#   level: deny
#   needs: [api_reports, changelog, changes, interface, python_api, release_notes, typescript_api]
#   decides_type: true
#   fix: "Release the larger type that is named there (`relcheck check --type TYPE`), or take the commit off this branch: `git revert COMMIT`"
#   source:
#     - Version Management / Semantic Versioning Rules / Major
#     - Version Management / Semantic Versioning Rules / Minor
#     - Version Management / Semantic Versioning Rules / Patch
#     - Release Types / Patch Releases / What it is for
#     - Release Types / Minor Releases / What it is for
#   controls: {bpb: [version_semver]}
package relcheck.policy.version.scope_fits_type

import data.relcheck.lib.api
import data.relcheck.lib.changelog
import data.relcheck.lib.commit
import data.relcheck.lib.fragments
import data.relcheck.lib.place
import data.relcheck.lib.scheme
import data.relcheck.lib.shell
import data.relcheck.lib.text

params := data.relcheck.params.version.scope_fits_type

too_large := {
	"patch": {"minor", "major"},
	"hotfix": {"minor", "major"},
	"minor": {"major"},
}

known_types := {type | some type in array.concat(params.patch_types, larger_types)}

larger_types := array.concat(params.minor_types, params.deprecating_types)

# What tells of the interface.
facts := {
	"interface": input.facts.interface,
	"python_api": input.facts.python_api,
	"typescript_api": input.facts.typescript_api,
	"api_reports": input.facts.api_reports,
}

standing := commit.standing(input.facts.changes.commits)

entries := changelog.entries(input.facts.changelog)

# What breaks is `no_breaking_changes`' to say.
changes := api.changes(facts, input.project, {"adding", "deprecating", "requiring"})

# The ids of the commits that may take more than a patch, by what they do.
breaking := {entry.id | some entry in standing; entry.breaking}

extending := {entry.id |
	some entry in standing
	count(entry.reverts) == 0
	some change in entry.changes
	change.type in params.minor_types
}

deprecating := commit.deprecating(standing, params.deprecating_types, params.deprecating_trailers)

remarkable := (breaking | extending) | deprecating

required(id) := {"type": scheme.type_of_breaking(input.release), "why": "is a breaking change"} if id in breaking

else := {"type": adding, "why": "adds a feature"} if id in extending

else := {"type": adding, "why": "deprecates something"} if id in deprecating

# Of no type, or of one that nothing is known of.
untyped := {entry.id |
	some entry in standing
	count(entry.changes) == 0
	count(entry.reverts) == 0
	not entry.merge
} | {entry.id |
	some entry in standing
	not entry.breaking
	some change in entry.changes
	not change.type in known_types
}

# The type that a change of the interface takes.
taken_by(change) := type if type := by_weight[change.weight]

else := at_most_breaking(params.runtime_drop) if change.kind in params.runtime_kinds

else := at_most_breaking(params.dependency_raise)

by_weight := {"adding": adding, "deprecating": adding}

# Below 1.0.0, nothing takes a larger release than what breaks.
at_most_breaking("major") := scheme.type_of_breaking(input.release)

at_most_breaking("minor") := adding

at_most_breaking("patch") := "patch"

# The type that takes what adds or deprecates.
adding := scheme.type_of_adding(input.release)

adds_or_deprecates(group) if {
	some part in changelog.parts(group)
	part in params.minor_groups
}

# Below a heading that says nothing, the first word of an entry may: `Add x`, `core: added x`.
may_add(entry) if {
	says_nothing(entry.group)
	bare := lower(regex.replace(entry.text, params.entry_prefix, ""))
	words := [word | some word in regex.split(`[^a-z]+`, bare); word != ""]
	words[0] in params.adding_words
}

says_nothing(group) if group == null

says_nothing(group) if group in params.unclear_groups

# Shows what is judged here.
look := sprintf("git log --oneline %s..", [shell.quote(input.facts.changes.since)]) if {
	input.facts.changes.since != null
}

misfits := [entry | some entry in standing; entry.id in untyped]

first_misfits := [sprintf("%s %s", [commit.short(entry.id), text.quoted(entry.subject)]) |
	some entry in array.slice(misfits, 0, params.max_named)
]

not_applicable contains "nothing was released before, so nothing changed since" if {
	is_null(input.facts.changes.since)
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf(
		"%s %s, which takes a %s release%s",
		[text.quoted(entry.subject), need.why, need.type, commit.not_undone(entry)],
	),
	"fix": sprintf(
		"relcheck check --type %s, or take it off this branch: `%s`",
		[need.type, commit.revert(entry)],
	),
	"evidence": {"commit": entry.id},
} if {
	some entry in standing
	entry.id in remarkable
	need := required(entry.id)
	need.type in too_large[input.release.type]
}

deny contains {
	"subject": place.path(entry.path),
	"message": sprintf("%s lists %s under `%s`, which takes a minor release", [
		place.at(entry.path, entry.line),
		text.quoted(entry.text),
		entry.group,
	]),
	"fix": "relcheck check --type minor, or list it under another heading",
	"evidence": place.evidence(entry.path, entry.line),
} if {
	adding in too_large[input.release.type]
	some entry in entries
	entry.group != null
	adds_or_deprecates(entry.group)
}

deny contains {
	"subject": place.path(path),
	"message": sprintf("`%s` announces what takes a %s release", [place.path(path), adding]),
	"fix": sprintf("relcheck check --type %s, or rename it to what it is", [adding]),
	"evidence": {"file": place.path(path)},
} if {
	adding in too_large[input.release.type]
	some path in fragments.with_word(input.facts.release_notes, params.fragment_words)
}

deny contains {
	"subject": place.path(entry.path),
	"message": sprintf("%s may list something new: %s", [place.at(entry.path, entry.line), text.cut(entry.text, 100)]),
	"fix": "list it under `Added` if it is new, which takes a minor release",
	"level": "warn",
	"evidence": place.evidence(entry.path, entry.line),
} if {
	adding in too_large[input.release.type]
	some entry in entries
	may_add(entry)
}

deny contains {
	"subject": change.symbol,
	"message": sprintf("`%s` %s%s%s, which takes a %s release", [
		change.symbol,
		change.message,
		api.says(change),
		shown.text,
		type,
	]),
	"fix": sprintf("relcheck check --type %s, or take it off this branch", [type]),
	"evidence": shown.evidence,
} if {
	some change in changes
	change.doubt == null
	type := taken_by(change)
	type in too_large[input.release.type]
	shown := api.shown_at(change, input.release)
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
	"fix": sprintf("look whether that takes a %s release", [type]),
	"level": "warn",
	"evidence": shown.evidence,
} if {
	some change in changes
	change.doubt != null
	type := taken_by(change)
	type in too_large[input.release.type]
	shown := api.shown_at(change, input.release)
}

looked_at contains text.counted(count(input.facts.changes.commits), "commit message", "commit messages")

looked_at contains source if some source in changelog.looked_at(input.facts.changelog)

looked_at contains source if some source in api.sources(facts, input.project)

deny contains {
	"subject": "commits",
	"message": sprintf(
		"%s not say of what type: %s",
		[
			text.counted(count(misfits), "commit does", "commits do"),
			text.listed_of(first_misfits, count(misfits)),
		],
	),
	"fix": sprintf("look whether one of them adds, deprecates or breaks something: `%s`", [look]),
	"level": "warn",
} if {
	count(misfits) > 0
}
