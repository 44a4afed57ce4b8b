# METADATA
# title: The version is one step of its type from the previous release
# description: The declared version is exactly one legal step of the release type under the version scheme from the previous release, no tag has taken it, and a pre-release is above those that there are.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository, versions]
#   fix: "Set the version to the step that the release type asks for, and commit it: `git commit -am \"chore: bump version to X.Y.Z\"`"
#   source:
#     - Release Types / Patch Releases / Version
#     - Release Types / Minor Releases / Version
#     - Release Types / Major Releases / Version
#   controls: {osps: [OSPS-BR-02.01], bpb: [version_unique, version_semver]}
package relcheck.policy.version.bump_matches_type

import data.relcheck.lib.candidate
import data.relcheck.lib.history
import data.relcheck.lib.scheme
import data.relcheck.lib.shell
import data.relcheck.lib.tags
import data.relcheck.lib.version
import data.relcheck.lib.versions

predecessor_is_known if history.is_known(input.facts.repository.history)

previous := null if input.release.previous == null

previous := input.release.previous.version if input.release.previous != null

next := version.in_epoch(version.epoch(previous), version.dotted(numbers)) if {
	numbers := scheme.next(input.release, previous, input.clock)
}

else := "one of a later day"

is_legal if scheme.is_step(input.release, previous, candidate.version, input.clock)

fix := sprintf("relcheck check --release %s", [next]) if not contains(next, " ")

else := "release it on a later day, or as a post-release"

# The configuration may name the very first release, which is then no matter of steps.
is_legal if {
	previous == null
	first := input.facts.repository.history.first_release
	first != null
	first.core == candidate.version.core
	version.shape(first) == input.release.type
}

# A version that is never released as such asks for its final release.
wanted := candidate.version.normal if scheme.is_releasable(input.release, candidate.version)

else := candidate.version.core

declared := input.facts.versions.declared if input.facts.versions.declared != null

declaration := versions.main_place(
	input.facts.versions,
	data.relcheck.params.version.bump_matches_type.manifests,
)

deny contains {
	"subject": declaration.subject,
	"message": sprintf(
		"%s declares %s, but the %s release is %s",
		[declaration.name, declared.normal, input.release.type, wanted],
	),
	"fix": sprintf("set the version in %s to %s", [declaration.target, wanted]),
	"evidence": declaration.evidence,
} if {
	predecessor_is_known
	not declared.development
	declared.normal != candidate.version.normal
}

deny contains {
	"subject": declaration.subject,
	"message": sprintf(
		"%s declares the development version %s, which is never released as such",
		[declaration.name, declared.text],
	),
	"fix": sprintf("set the version in %s to %s", [declaration.target, wanted]),
	"evidence": declaration.evidence,
} if {
	predecessor_is_known
	declared.development
}

deny contains {
	"subject": candidate.version.normal,
	"message": sprintf(
		"%s is no %s release after %s: that is %s",
		[candidate.version.normal, input.release.type, predecessor, next],
	),
	"fix": fix,
} if {
	predecessor_is_known
	not is_legal
}

deny contains {
	"subject": candidate.version.normal,
	"message": sprintf("%s is neither a final release nor a pre-release", [candidate.version.normal]),
	"fix": sprintf("relcheck check --release %s", [candidate.version.core]),
} if {
	predecessor_is_known
	not scheme.is_releasable(input.release, candidate.version)
}

deny contains {
	"subject": tag.name,
	"message": sprintf("`%s` is tagged already, on %s", [tag.name, tags.target(tag)]),
	"fix": way_out(tag),
	"evidence": tags.evidence(tag),
} if {
	predecessor_is_known
	some tag in tags.taking(input.facts.repository, candidate.version)
}

# Where a release went out from another branch, no version after it is one step from here.
way_out(tag) := sprintf(
	"release from the branch that has `%s`, or merge that one, or take a larger step from here, as `relcheck suggest` names them; or, if it was never pushed, `git tag -d %s`",
	[tag.name, shell.quote(tag.name)],
) if tag.name in input.facts.repository.history.higher_elsewhere

else := sprintf(
	"release the version after it, or, if it was never pushed, `git tag -d %s`",
	[shell.quote(tag.name)],
)

deny contains {
	"subject": tag.name,
	"message": sprintf("%s is below `%s`, which is tagged already", [candidate.version.normal, tag.name]),
	"fix": sprintf("set the version in %s to one above %s", [declaration.target, tag.version.normal]),
	"evidence": tags.evidence(tag),
} if {
	predecessor_is_known
	some tag in tags.above(input.facts.repository, candidate.version)
}

deny contains {
	"subject": "version",
	"message": "no file declares a version: the tag alone does",
	"level": "warn",
} if {
	input.facts.versions.declared == null
	versions.are_absent(input.facts.versions)
}

predecessor := "nothing" if previous == null

predecessor := sprintf("%s (`%s`)", [previous.normal, input.release.previous.tag]) if previous != null

unknown contains reason if some reason in candidate.unknown

unknown contains reason if some reason in history.unknown(input.facts.repository.history)

unknown contains reason if {
	input.facts.versions.declared == null
	some reason in versions.unresolved(input.facts.versions)
}
