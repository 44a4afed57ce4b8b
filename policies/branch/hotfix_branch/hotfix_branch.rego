# METADATA
# title: The hotfix is cut from the release that it repairs
# description: HEAD is on the hotfix branch of the candidate's version, and that branch starts from the tag of the release just before it. Whether it brings unreleased commits of the main branch along is unknown where the clone has no main branch.
# custom:
#   stages: [candidate, pre-release]
#   types: [hotfix]
#   level: deny
#   needs: [repository]
#   fix: "Make the branch from the tag of the release to repair: `git switch -c hotfix/vX.Y.Z vX.Y.Z`"
#   source:
#     - Release Branch Strategy / Branch Structure / hotfix/vX.Y.Z
#     - Release Branch Strategy / Branch Lifecycle / Repair
#     - Emergency Release Process / Emergency Procedures / Develop
package relcheck.policy.branch.hotfix_branch

import data.relcheck.lib.branch
import data.relcheck.lib.candidate
import data.relcheck.lib.history
import data.relcheck.lib.shell
import data.relcheck.lib.text
import data.relcheck.lib.version

repository := input.facts.repository

current := repository.branch

line := candidate.version.core

new := sprintf("hotfix/v%s", [line])

expected := branch.named(repository.branches, "hotfix", line, new)

start := [input.release.previous.tag] if input.release.previous != null

else := []

command := branch.switch_to(repository.branches, "hotfix", line, array.concat([new], start))

is_expected if {
	current.kind == "hotfix"
	current.line == line
}

# Set only where the current branch is a hotfix branch that repairs a release.
repaired := repository.hotfix.repairs if {
	repository.hotfix != null
	repository.hotfix.repairs != null
}

deny contains {
	"subject": current.name,
	"message": sprintf("HEAD is on `%s`, but the hotfix %s is released from `%s`", [
		current.name,
		candidate.version.normal,
		expected,
	]),
	"fix": command,
} if {
	current.name != null
	history.is_known(repository.history)
	not is_expected
}

deny contains {
	"subject": current.name,
	"message": sprintf("`%s` repairs nothing: no release below %s on its line has a tag", [
		current.name,
		repository.hotfix.version.core,
	]),
	"fix": "git fetch --tags",
} if {
	current.name != null
	history.is_known(repository.history)
	repository.hotfix != null
	repository.hotfix.repairs == null
}

deny contains {
	"subject": current.name,
	"message": sprintf("`%s` does not follow `%s`, the last release on its line", [current.name, repaired.tag]),
	"fix": sprintf("git branch -m hotfix/v%s", [next]),
} if {
	current.name != null
	next := version.dotted(version.step("hotfix", repaired.version))
	next != repository.hotfix.version.core
}

deny contains {
	"subject": current.name,
	"message": sprintf("`%s` does not contain `%s`, the release that it repairs", [current.name, repaired.tag]),
	"fix": sprintf(
		"git switch -c %s-again %s, and `git cherry-pick` the fix",
		[shell.quote(current.name), shell.quote(repaired.tag)],
	),
} if {
	current.name != null
	repository.hotfix.contains_repaired == false
}

deny contains {
	"subject": current.name,
	"message": sprintf("`%s` is not `%s` and the repair alone: it shares %s after it with `%s`", [
		current.name,
		repaired.tag,
		text.counted(repository.hotfix.shared_commits, "commit", "commits"),
		concat("`, `", repository.hotfix.shared_with),
	]),
	"fix": sprintf("git rebase --onto %s %s", [
		shell.quote(repaired.tag),
		concat(" ", [shell.quote(name) | some name in array.slice(repository.hotfix.shared_with, 0, 1)]),
	]),
} if {
	current.name != null
	repository.hotfix.shared_commits > 0
}

deny contains finding if some finding in branch.claimed(current)

unknown contains reason if some reason in candidate.unknown

unknown contains reason if some reason in history.unknown(repository.history)

unknown contains reason if some reason in branch.unknown(current, command)

unknown contains {
	"reason": sprintf("it is not known where `%s` starts", [current.name]),
	"fix": "git fetch --unshallow --tags",
} if {
	current.kind == "hotfix"
	repository.hotfix == null
}

unknown contains {
	"reason": sprintf("the clone does not tell whether `%s` contains `%s`", [current.name, repaired.tag]),
	"fix": "git fetch --unshallow --tags",
} if {
	repository.hotfix.contains_repaired == null
}

unknown contains {
	"reason": sprintf("this clone has no main branch: whether `%s` shares commits with it is not known", [current.name]),
	"fix": concat("", [
		"git fetch origin '+refs/heads/*:refs/remotes/origin/*', ",
		"or name the branch with `main_branch` below `[project]` in relcheck.toml",
	]),
} if {
	repository.hotfix.contains_repaired == true
	every other in repository.branches {
		other.kind != "main"
	}
}
