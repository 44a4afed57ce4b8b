package relcheck.policy.branch.release_branch_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.release_branch as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

not_known(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

denied_from_trunk(document) := found if {
	found := rule.deny with input as document with data.relcheck.params.branch.release_branch.strategy as "trunk"
}

not_known_from_trunk(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params.branch.release_branch.strategy as "trunk"
}

on(document, branch) := object.union(document, {"facts": {"repository": {"branch": branch}}})

on_main := facts.on("main", null, "main")

detached := {
	"name": null,
	"source": "none",
	"detached": true,
	"kind": null,
	"line": null,
	"note": "HEAD is detached and no CI system names a branch",
}

released := [
	{"type": "patch", "text": "1.2.4"},
	{"type": "minor", "text": "1.3.0"},
	{"type": "minor", "text": "1.3.0-rc.1"},
	{"type": "major", "text": "2.0.0"},
]

test_the_release_branch_of_the_line_passes if {
	every case in released {
		denied(facts.judged(case.type, case.text)) == set()
		not_known(facts.judged(case.type, case.text)) == set()
	}
}

test_main_fails_and_the_branch_that_there_is_is_named if {
	denied(on(facts.judged("minor", "1.3.0"), on_main)) == {{
		"subject": "main",
		"message": "HEAD is on `main`, but 1.3.0 is released from `release/v1.3.x`",
		"fix": "git switch release/v1.3.x",
	}}
}

test_a_branch_that_is_not_there_is_to_be_made if {
	document := object.union(
		on(facts.judged("minor", "1.3.0"), on_main),
		{"facts": {"repository": {"branches": [facts.branch("main", "main", null)]}}},
	)
	{finding.fix | some finding in denied(document)} == {"git switch -c release/v1.3.x"}
	{finding.message | some finding in denied(document)} == {concat("", [
		"HEAD is on `main`, but 1.3.0 is released from `release/v1.3.x`; a project that releases from `main` ",
		"writes `branch.release_branch.params.strategy = \"trunk\"` below `[rules]` in relcheck.toml",
	])}
}

test_where_other_lines_have_branches_the_trunk_is_not_offered if {
	document := object.union(
		on(facts.judged("minor", "1.3.0"), on_main),
		{"facts": {"repository": {"branches": [facts.branch("release/v1.2.x", "release", "1.2")]}}},
	)
	{finding.message | some finding in denied(document)} == {"HEAD is on `main`, but 1.3.0 is released from `release/v1.3.x`"}
}

test_a_hostile_branch_name_is_quoted if {
	document := object.union(
		on(facts.judged("minor", "1.3.0"), on_main),
		{"facts": {"repository": {"branches": [facts.branch("rel/$(id)'1.3", "release", "1.3")]}}},
	)
	{finding.fix | some finding in denied(document)} == {`git switch 'rel/$(id)'\''1.3'`}
}

test_the_release_branch_of_another_line_fails if {
	document := on(facts.judged("minor", "1.3.0"), facts.on("release", "1.2", "release/v1.2.x"))
	{finding.subject | some finding in denied(document)} == {"release/v1.2.x"}
}

test_a_hotfix_branch_of_the_same_line_fails if {
	document := on(facts.judged("patch", "1.2.4"), facts.on("hotfix", "1.2", "hotfix/v1.2"))
	count(denied(document)) == 1
}

test_no_branch_is_unknown if {
	document := on(facts.judged("minor", "1.3.0"), detached)
	denied(document) == set()
	not_known(document) == {{
		"reason": "the branch of HEAD is not known (HEAD is detached and no CI system names a branch)",
		"fix": "git switch release/v1.3.x",
	}}
	unmade := object.union(document, {"facts": {"repository": {"branches": [facts.branch("main", "main", null)]}}})
	{reason.fix | some reason in not_known(unmade)} == {"git switch -c release/v1.3.x"}
}

test_no_branch_without_a_note_is_unknown_too if {
	document := on(facts.judged("minor", "1.3.0"), object.union(detached, {"note": null}))
	some unknown in not_known(document)
	unknown.reason == "the branch of HEAD is not known (HEAD is detached)"
}

test_a_branch_that_only_ci_names_is_warned_about if {
	branch := object.union(facts.on("release", "1.3", "release/v1.3.x"), {"source": "claimed", "detached": true})
	denied(on(facts.judged("minor", "1.3.0"), branch)) == {{
		"subject": "release/v1.3.x",
		"message": "only the CI system says that this is `release/v1.3.x`: no ref confirms it",
		"fix": "git fetch origin release/v1.3.x",
		"level": "warn",
	}}
}

test_no_candidate_is_unknown if {
	count(not_known(facts.unversioned("minor"))) == 1
}

test_trunk_passes_on_main if {
	document := on(facts.judged("minor", "1.3.0"), on_main)
	denied_from_trunk(document) == set()
	not_known_from_trunk(document) == set()
}

test_trunk_fails_on_a_release_branch if {
	denied_from_trunk(facts.judged("minor", "1.3.0")) == {{
		"subject": "release/v1.3.x",
		"message": "HEAD is on `release/v1.3.x`, but 1.3.0 is released from `main`",
		"fix": "git switch main",
	}}
}

test_trunk_without_a_main_branch_is_unknown if {
	document := object.union(facts.judged("minor", "1.3.0"), {"facts": {"repository": {"main": null}}})
	denied_from_trunk(document) == set()
	not_known_from_trunk(document) == {{
		"reason": "no main branch was found to release from",
		"fix": "git fetch origin",
	}}
}

test_trunk_without_any_branch_name_is_unknown if {
	document := object.union(on(facts.judged("minor", "1.3.0"), detached), {"facts": {"repository": {"main": null}}})
	denied_from_trunk(document) == set()
	count(not_known_from_trunk(document)) == 1
}

test_release_branches_need_no_main_branch if {
	document := object.union(facts.judged("minor", "1.3.0"), {"facts": {"repository": {"main": null}}})
	denied(document) == set()
	not_known(document) == set()
}

test_branches_of_other_lines_and_kinds_are_not_proposed if {
	document := object.union(on(facts.judged("minor", "1.3.0"), on_main), {"facts": {"repository": {"branches": [
		facts.branch("a", "hotfix", "1.3"),
		facts.branch("b", "release", "1.2"),
		facts.branch("releases/1.3", "release", "1.3"),
	]}}})
	denied(document) == {{
		"subject": "main",
		"message": "HEAD is on `main`, but 1.3.0 is released from `releases/1.3`",
		"fix": "git switch releases/1.3",
	}}
}
