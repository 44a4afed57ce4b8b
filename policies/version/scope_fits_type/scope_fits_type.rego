# METADATA
# title: No change needs a larger release
# description: No commit since the previous release needs a larger step than the release type takes; a commit that a later one reverts does not count.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, hotfix]
#   level: deny
#   needs: [changes]
#   fix: "Release the larger type (`relcheck check --type minor`), or take the commit off this branch: `git revert COMMIT`"
#   source:
#     - Version Management / Semantic Versioning Rules / Major
#     - Version Management / Semantic Versioning Rules / Minor
#     - Version Management / Semantic Versioning Rules / Patch
#     - Release Types / Patch Releases / What it is for
#     - Release Types / Minor Releases / What it is for
#   controls: {bpb: [version_semver]}
package relcheck.policy.version.scope_fits_type

import data.relcheck.lib.commit
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

standing := commit.standing(input.facts.changes.commits)

required(entry) := {"type": "major", "why": "is a breaking change"} if entry.breaking

else := {"type": "minor", "why": "adds a feature"} if adds_feature(entry)

else := {"type": "minor", "why": "deprecates something"} if deprecates(entry)

adds_feature(entry) if {
	count(entry.reverts) == 0
	some change in entry.changes
	change.type in params.minor_types
}

deprecates(entry) if {
	count(entry.reverts) == 0
	some change in entry.changes
	change.type in params.deprecating_types
}

deprecates(entry) if {
	some trailer in entry.trailers
	lower(trailer.key) in params.deprecating_trailers
}

fits_no_type(entry) if {
	not entry.merge
	count(entry.reverts) == 0
	count(entry.changes) == 0
}

fits_no_type(entry) if {
	some change in entry.changes
	not change.type in known_types
	not entry.breaking
}

# Shows what is judged here.
look := sprintf("git log --oneline %s..", [shell.quote(input.facts.changes.since)]) if {
	input.facts.changes.since != null
}

misfits := [sprintf("%s %s", [commit.short(entry.id), text.quoted(entry.subject)]) |
	some entry in standing
	fits_no_type(entry)
]

not_applicable contains "nothing was released before, so nothing changed since" if {
	is_null(input.facts.changes.since)
}

deny contains {
	"subject": commit.short(entry.id),
	"message": sprintf("%s %s, which takes a %s release", [text.quoted(entry.subject), need.why, need.type]),
	"fix": sprintf(
		"relcheck check --type %s, or take it off this branch: `git revert %s`",
		[need.type, commit.short(entry.id)],
	),
	"evidence": {"commit": entry.id},
} if {
	some entry in standing
	need := required(entry)
	need.type in too_large[input.release.type]
}

deny contains {
	"subject": "commits",
	"message": sprintf(
		"%s not say of what type: %s",
		[
			text.counted(count(misfits), "commit does", "commits do"),
			text.listed(misfits, params.max_named),
		],
	),
	"fix": sprintf("look whether one of them adds, deprecates or breaks something: `%s`", [look]),
	"level": "warn",
} if {
	count(misfits) > 0
}
