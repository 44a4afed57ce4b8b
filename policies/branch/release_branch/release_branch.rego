# METADATA
# title: The release is cut from its release branch
# description: HEAD is on the release branch of the candidate's X.Y line, or on the main branch where the project releases from its trunk.
# custom:
#   stages: [candidate, pre-release]
#   types: [patch, minor, major]
#   level: deny
#   needs: [repository]
#   fix: "Check out the release branch, or make it: `git switch -c release/vX.Y.x`"
#   source: Release Branch Strategy / Branch Structure / release/vX.Y.x
package relcheck.policy.branch.release_branch

import data.relcheck.lib.branch
import data.relcheck.lib.candidate
import data.relcheck.lib.shell
import data.relcheck.lib.version

strategy := data.relcheck.params.branch.release_branch.strategy

repository := input.facts.repository

line := version.line(candidate.version)

expected := repository.main if strategy == "trunk"

else := branch.named(repository.branches, "release", line, sprintf("release/v%s.x", [line]))

command := sprintf("git switch %s", [shell.quote(repository.main)]) if {
	strategy == "trunk"
	repository.main != null
}

command := branch.switch_to(repository.branches, "release", line, [expected]) if {
	strategy != "trunk"
	expected != null
}

# Whoever has no release branch at all may work without any on purpose.
alternative := concat("", [
	"; a project that releases from `",
	repository.main,
	"` writes `branch.release_branch.params.strategy = \"trunk\"` below `[rules]` in relcheck.toml",
]) if {
	strategy != "trunk"
	repository.main != null
	repository.branch.name == repository.main
	not has_release_branch
}

else := ""

has_release_branch if {
	some known in repository.branches
	known.kind == "release"
}

is_expected if {
	strategy == "trunk"
	repository.branch.name == repository.main
}

is_expected if {
	strategy == "release-branches"
	repository.branch.kind == "release"
	repository.branch.line == line
}

deny contains {
	"subject": repository.branch.name,
	"message": sprintf("HEAD is on `%s`, but %s is released from `%s`%s", [
		repository.branch.name,
		candidate.version.normal,
		expected,
		alternative,
	]),
	"fix": command,
} if {
	repository.branch.name != null
	expected != null
	not is_expected
}

deny contains finding if some finding in branch.claimed(repository.branch)

unknown contains reason if some reason in candidate.unknown

unknown contains reason if {
	expected != null
	some reason in branch.unknown(repository.branch, command)
}

unknown contains {"reason": "no main branch was found to release from", "fix": "git fetch origin"} if {
	strategy == "trunk"
	is_null(repository.main)
}
