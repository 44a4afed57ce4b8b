package relcheck.policy.branch.hotfix_branch_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.hotfix_branch as rule

hotfix := object.union(facts.judged("hotfix", "1.2.4"), {"facts": {"repository": {
	"branch": facts.on("hotfix", "1.2.4", "hotfix/v1.2.4"),
	"branches": [facts.branch("main", "main", null), facts.branch("hotfix/v1.2.4", "hotfix", "1.2.4")],
	"hotfix": {
		"version": facts.version("1.2.4"),
		"repairs": facts.previous("1.2.3"),
		"contains_repaired": true,
		"shared_commits": 0,
		"shared_with": [],
	},
}}})

changed(repository) := object.union(hotfix, {"facts": {"repository": repository}})

from(base) := changed({"hotfix": base})

on_main := {
	"branch": facts.on("main", null, "main"),
	"branches": [facts.branch("main", "main", null)],
	"hotfix": null,
}

detached := {
	"name": null,
	"source": "none",
	"detached": true,
	"kind": null,
	"line": null,
	"note": "the CI system names a branch that HEAD is not on",
}

test_a_branch_from_the_tag_passes if {
	rule.deny == set() with input as hotfix
	rule.unknown == set() with input as hotfix
}

test_main_fails_with_the_branch_to_make if {
	rule.deny == {{
		"subject": "main",
		"message": "HEAD is on `main`, but the hotfix 1.2.4 is released from `hotfix/v1.2.4`",
		"fix": "git switch -c hotfix/v1.2.4 v1.2.3",
	}} with input as changed(on_main)
	rule.unknown == set() with input as changed(on_main)
}

test_the_branch_that_there_is_is_named if {
	document := changed({"branch": facts.on("release", "1.2", "release/v1.2.x"), "hotfix": null})
	{finding.fix | some finding in rule.deny} == {"git switch hotfix/v1.2.4"} with input as document
}

test_a_hotfix_branch_of_another_version_fails if {
	document := changed({
		"branch": facts.on("hotfix", "1.2.5", "hotfix/v1.2.5"),
		"hotfix": {"version": facts.version("1.2.5"), "repairs": facts.previous("1.2.4")},
	})
	{finding.message | some finding in rule.deny} == {concat("", [
		"HEAD is on `hotfix/v1.2.5`, but the hotfix 1.2.4 is released from `hotfix/v1.2.4`",
	])} with input as document
}

test_nothing_was_released_before if {
	document := object.union(changed(on_main), {"release": {"previous": null}})
	{finding.fix | some finding in rule.deny} == {"git switch -c hotfix/v1.2.4"} with input as document
}

test_a_branch_that_repairs_nothing_fails if {
	document := from({"repairs": null, "contains_repaired": null})
	rule.deny == {{
		"subject": "hotfix/v1.2.4",
		"message": "`hotfix/v1.2.4` repairs nothing: no release below 1.2.4 on its line has a tag",
		"fix": "git fetch --tags",
	}} with input as document
	rule.unknown == set() with input as document
}

test_a_branch_that_skips_a_release_fails if {
	rule.deny == {{
		"subject": "hotfix/v1.2.4",
		"message": "`hotfix/v1.2.4` does not follow `v1.2.2`, the last release on its line",
		"fix": "git branch -m hotfix/v1.2.3",
	}} with input as from({"repairs": facts.previous("1.2.2")})
}

test_a_branch_without_the_release_that_it_repairs_fails if {
	rule.deny == {{
		"subject": "hotfix/v1.2.4",
		"message": "`hotfix/v1.2.4` does not contain `v1.2.3`, the release that it repairs",
		"fix": "git switch -c hotfix/v1.2.4-again v1.2.3, and `git cherry-pick` the fix",
	}} with input as from({"contains_repaired": false})
}

test_a_branch_that_starts_elsewhere_fails if {
	rule.deny == {{
		"subject": "hotfix/v1.2.4",
		"message": "`hotfix/v1.2.4` is not `v1.2.3` and the repair alone: it shares 3 commits after it with `main`, `release/v1.2.x`",
		"fix": "git rebase --onto v1.2.3 main",
	}} with input as from({"shared_commits": 3, "shared_with": ["main", "release/v1.2.x"]})
}

test_one_shared_commit_is_one_too_many if {
	some finding in rule.deny with input as from({"shared_commits": 1, "shared_with": ["main"]})
	endswith(finding.message, "it shares 1 commit after it with `main`")
}

test_each_flaw_is_a_finding_of_its_own if {
	count(rule.deny) == 3 with input as from({
		"repairs": facts.previous("1.2.1"),
		"contains_repaired": false,
		"shared_commits": 2,
		"shared_with": ["main"],
	})
}

test_a_branch_that_only_ci_names_is_warned_about if {
	document := changed({"branch": {"source": "claimed", "detached": true}})
	{finding.level | some finding in rule.deny} == {"warn"} with input as document
}

test_no_branch_is_unknown if {
	document := changed({"branch": detached, "hotfix": null})
	rule.deny == set() with input as document
	rule.unknown == {{
		"reason": "the branch of HEAD is not known (the CI system names a branch that HEAD is not on)",
		"fix": "git switch hotfix/v1.2.4",
	}} with input as document
	unmade := object.union(document, {"facts": {"repository": {"branches": [facts.branch("main", "main", null)]}}})
	some reason in rule.unknown with input as unmade
	reason.fix == "git switch -c hotfix/v1.2.4 v1.2.3"
}

test_a_start_that_is_not_known_is_unknown if {
	rule.unknown == {{
		"reason": "it is not known where `hotfix/v1.2.4` starts",
		"fix": "git fetch --unshallow --tags",
	}} with input as from(null)
}

test_an_ancestry_that_is_not_known_is_unknown if {
	rule.unknown == {{
		"reason": "the clone does not tell whether `hotfix/v1.2.4` contains `v1.2.3`",
		"fix": "git fetch --unshallow --tags",
	}} with input as from({"contains_repaired": null})
}

test_a_history_that_does_not_tell_is_unknown if {
	history := {"complete": false, "reason": "the clone has no tags", "fix": "git fetch --tags"}
	document := changed(object.union(on_main, {"history": history}))
	rule.deny == set() with input as document
	rule.unknown == {{
		"reason": "the clone has no tags",
		"fix": "git fetch --tags",
	}} with input as document
}

test_no_candidate_is_unknown if {
	count(rule.unknown) == 1 with input as object.union(hotfix, {"release": {"version": null}})
}

test_a_branch_of_another_kind_fails if {
	count(rule.deny) == 1 with input as changed({"branch": facts.on("release", "1.2.4", "release/v1.2.4.x")})
}

test_a_repaired_release_that_may_only_be_missing_here_is_unknown if {
	document := changed({
		"history": {"complete": false, "reason": "the clone has no tags", "fix": "git fetch --tags"},
		"hotfix": {"repairs": null, "contains_repaired": null},
	})
	rule.deny == set() with input as document
	count(rule.unknown) == 1 with input as document
}

test_a_clone_without_a_main_branch_is_unknown if {
	document := changed({"branches": [facts.branch("hotfix/v1.2.4", "hotfix", "1.2.4")]})
	rule.deny == set() with input as document
	rule.unknown == {{
		"reason": "this clone has no main branch: whether `hotfix/v1.2.4` shares commits with it is not known",
		"fix": concat("", [
			"git fetch origin '+refs/heads/*:refs/remotes/origin/*', ",
			"or name the branch with `main_branch` below `[project]` in relcheck.toml",
		]),
	}} with input as document
}
