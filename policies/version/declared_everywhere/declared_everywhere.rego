# METADATA
# title: Every place declares the same version
# description: Every manifest, attribute, label and configured place that declares the project's version has the candidate's.
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

not_applicable contains "no file declares a version" if versions.are_absent(input.facts.versions)

unknown contains reason if some reason in candidate.unknown

unknown contains reason if some reason in versions.unresolved(input.facts.versions)
