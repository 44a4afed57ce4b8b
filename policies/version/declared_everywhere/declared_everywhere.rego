# METADATA
# title: Every place declares the same version
# description: Every manifest, attribute, label and configured place that declares the project's version has the candidate's, and no lock file keeps another one.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [versions]
#   fix: "Set the version in each place listed, and commit them together: `git commit -am \"chore: bump version to X.Y.Z\"`"
#   source: Version Management / Version Bumping Process / Write the new version
#   controls: {osps: [OSPS-BR-02.01], bpb: [version_unique]}
#   depends_on: [version.bump_matches_type]
package relcheck.policy.version.declared_everywhere

import data.relcheck.lib.candidate
import data.relcheck.lib.place
import data.relcheck.lib.versions

params := data.relcheck.params.version.declared_everywhere

declarations := versions.of_project(input.facts.versions)

has_candidate(declaration) if {
	declaration.version != null
	declaration.version.normal == candidate.version.normal
}

meaning(declaration) := sprintf("not %s", [candidate.version.normal]) if declaration.version != null

else := "which is no version"

# A tag of a release candidate on HEAD is taken for what is to be released, though the files declare
# already what it leads to.
instead(declaration) := sprintf(
	"relcheck check --stage pre-release --release %s to judge what it leads to, or ",
	[candidate.version.core],
) if {
	candidate.version.pre != null
	declaration.version != null
	declaration.version.normal == candidate.version.core
}

else := ""

deny contains {
	"subject": place.path(declaration.path),
	"message": sprintf(
		"%s declares `%s`, %s",
		[place.at(declaration.path, declaration.line), declaration.text, meaning(declaration)],
	),
	"fix": concat("", [instead(declaration), sprintf(
		"set `%s` in %s to %s",
		[declaration.key, place.line(declaration.path, declaration.line), candidate.version.normal],
	)]),
	"evidence": place.evidence(declaration.path, declaration.line),
} if {
	some declaration in declarations
	not has_candidate(declaration)
}

# Where a lock file has what the manifest declares, the manifest is what has to change: it is named.
follows_manifest(locked) if {
	locked.version != null
	input.facts.versions.declared != null
	locked.version.normal == input.facts.versions.declared.normal
}

deny contains {
	"subject": place.path(locked.path),
	"message": sprintf(
		"%s keeps %s at `%s`, %s",
		[place.at(locked.path, locked.line), owner(locked), locked.text, meaning(locked)],
	),
	"fix": locking(locked),
	"evidence": place.evidence(locked.path, locked.line),
} if {
	some locked in input.facts.versions.locked
	not has_candidate(locked)
	not follows_manifest(locked)
}

locking(locked) := commands[0] if {
	named := sprintf("%s: ", [locked.path])
	commands := [substring(entry, count(named), -1) |
		some entry in params.lock_commands
		startswith(entry, named)
	]
	count(commands) > 0
}

else := sprintf(
	"set the version in %s to %s",
	[place.line(locked.path, locked.line), candidate.version.normal],
)

# Packages that were released together are released together: one that has changed was forgotten. Where
# it has not, or where others went their own way before, it may stay on purpose.
deny contains object.union(softened(left), {
	"subject": place.path(left.path),
	"message": sprintf("%s leaves %s at `%s`: %s had that version at `%s`, and others have moved on%s", [
		place.at(left.path, left.line),
		owner(left),
		left.text,
		whose(left),
		left.since,
		state(left),
	]),
	"fix": sprintf(
		"set `%s` in %s to %s",
		[left.key, place.line(left.path, left.line), candidate.version.normal],
	),
	"evidence": place.evidence(left.path, left.line),
}) if {
	some left in input.facts.versions.left_behind
	not is_of_project(left)
}

softened(left) := {} if {
	left.together
	left.changed
}

else := {"level": "warn"}

whose(left) := "every package" if left.together

else := "it"

state(left) := "" if left.changed

else := "; nothing in it has changed"

# It is named as a declaration of the project's already.
is_of_project(left) if {
	some declaration in declarations
	declaration.path == left.path
	declaration.line == left.line
}

deny contains {
	"subject": place.path(asking.path),
	"message": sprintf(
		"%s asks for `%s` `%s`, and that is `%s`: Cargo refuses the workspace",
		[place.at(asking.path, asking.line), asking.package, asking.requirement, asking.version],
	),
	"fix": sprintf(
		"set the version of `%s` in %s to %s",
		[asking.package, place.line(asking.path, asking.line), asking.version],
	),
	"evidence": place.evidence(asking.path, asking.line),
} if {
	some asking in input.facts.versions.unmet
}

owner(locked) := sprintf("`%s`", [locked.package]) if locked.package != null

else := "the project"

not_applicable contains "no file declares a version" if {
	versions.are_absent(input.facts.versions)
	count(input.facts.versions.left_behind) == 0
	is_null(input.facts.versions.left_behind_unknown)
	count(input.facts.versions.unmet) == 0
}

unknown contains reason if some reason in candidate.unknown

unknown contains reason if some reason in versions.unresolved(input.facts.versions)

# Whether a package was forgotten shows at the previous release.
unknown contains {"reason": missing.reason} if {
	missing := input.facts.versions.left_behind_unknown
	missing != null
	is_null(missing.fix)
}

unknown contains {"reason": missing.reason, "fix": missing.fix} if {
	missing := input.facts.versions.left_behind_unknown
	missing != null
	missing.fix != null
}
