package relcheck.policy.candidate.tagged_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.candidate.tagged as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

not_known(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

rc(number) := facts.tag(
	sprintf("v1.3.0-rc.%d", [number]),
	"pre-release",
	facts.version(sprintf("1.3.0-rc.%d", [number])),
	target(number),
)

# The second candidate is the one on HEAD.
target(2) := facts.head

target(number) := facts.released if number != 2

held := {"name": "release/v1.3.x", "remote": null, "kind": "release", "line": "1.3"}

tagged(tags) := object.union(facts.judged("minor", "1.3.0-rc.2"), {
	"release": {"stage": "candidate"},
	"facts": {
		"repository": {"tags": tags},
		"candidate_tag": {
			"branches": [held],
			"complete": true,
			"remote_tags": [{"name": "v1.3.0-rc.2", "remote": "origin", "same": true}],
		},
	},
})

ready := tagged([rc(1), rc(2)])

changed(names) := object.union(ready, {"facts": names})

messages(found) := {finding.message | some finding in found}

test_a_tagged_candidate_passes if {
	denied(ready) == set()
	not_known(ready) == set()
}

test_a_candidate_without_its_tag_fails if {
	denied(tagged([rc(1)])) == {{
		"subject": "1.3.0",
		"message": "HEAD has no tag of a release candidate of 1.3.0",
		"fix": `git tag -a v1.3.0-rc.2 -m 'Release candidate v1.3.0-rc.2'`,
	}}
}

# As Apache projects write them.
upper(number) := facts.tag(
	sprintf("demo-1.3.0-RC%d", [number]),
	"pre-release",
	object.union(facts.version("1.3.0-rc.1"), {
		"text": sprintf("1.3.0-RC%d", [number]),
		"normal": sprintf("1.3.0-RC.%d", [number]),
		"pre": sprintf("RC.%d", [number]),
	}),
	target(number),
)

test_a_candidate_may_be_written_in_capitals if {
	on_remote := {"candidate_tag": {"remote_tags": [{"name": "demo-1.3.0-RC2", "remote": "origin", "same": true}]}}
	document := object.union(tagged([upper(1), upper(2)]), {"facts": on_remote})
	denied(document) == set()
	not_known(document) == set()
	messages(denied(tagged([upper(2)]))) == {"there is no `demo-1.3.0-RC1` before `demo-1.3.0-RC2`"}
	{finding.fix | some finding in denied(tagged([upper(1)]))} == {`git tag -a demo-1.3.0-RC2 -m 'Release candidate demo-1.3.0-RC2'`}
}

test_other_tags_on_head_are_none_of_a_candidate if {
	beta := facts.tag("v1.3.0-beta.1", "pre-release", facts.version("1.3.0-beta.1"), facts.head)
	other := facts.tag("nightly", "other", null, facts.head)
	{finding.fix | some finding in denied(tagged([beta, other]))} == {`git tag -a v1.3.0-rc.1 -m 'Release candidate v1.3.0-rc.1'`}
}

test_a_lightweight_tag_fails if {
	denied(tagged([rc(1), object.union(rc(2), {"annotated": false})])) == {{
		"subject": "v1.3.0-rc.2",
		"message": "the tag `v1.3.0-rc.2` is not annotated",
		"fix": `git tag -a v1.3.0-rc.2 -m 'Release candidate v1.3.0-rc.2' --force`,
	}}
}

test_a_gap_fails if {
	messages(denied(tagged([rc(2)]))) == {"there is no `v1.3.0-rc.1` before `v1.3.0-rc.2`"}
	messages(denied(tagged([rc(2), rc(3)]))) == {"there is no `v1.3.0-rc.1` before `v1.3.0-rc.2`"}
	denied(tagged([rc(1), rc(2), rc(4)])) == set()
}

test_a_gap_in_a_shallow_clone_is_unknown if {
	document := object.union(tagged([rc(2)]), {"facts": {"repository": {"shallow": true}}})
	denied(document) == set()
	count(not_known(document)) == 1
}

test_a_tag_that_is_not_on_the_release_branch_fails if {
	denied(changed({"candidate_tag": {"branches": []}})) == {{
		"subject": "v1.3.0-rc.2",
		"message": "`release/v1.3.x` does not have the commit of `v1.3.0-rc.2`",
		"fix": "tag a commit of `release/v1.3.x`: git switch release/v1.3.x",
	}}
}

test_another_branch_of_the_line_will_do if {
	denied(changed({"candidate_tag": {"branches": [object.union(held, {"name": "releases/1.3"})]}})) == set()
}

test_a_tag_on_main_without_any_release_branch_fails if {
	document := changed({
		"candidate_tag": {"branches": []},
		"repository": {"branches": [facts.branch("main", "main", null)], "branch": facts.on("main", null, "main")},
	})
	denied(document) == {{
		"subject": "v1.3.0-rc.2",
		"message": "`v1.3.0-rc.2` is on `main`, and the line 1.3 has no release branch",
		"fix": "git switch -c release/v1.3.x",
	}}
}

test_branches_that_are_not_here_are_unknown if {
	detached := object.union(facts.on("main", null, "main"), {"name": null, "kind": null, "source": "none"})
	document := changed({
		"candidate_tag": {"branches": []},
		"repository": {"branches": [], "branch": detached},
	})
	denied(document) == set()
	fixes(document) == {concat("", [
		"git fetch origin '+refs/heads/*:refs/remotes/origin/*'; ",
		"if there is none: git switch -c release/v1.3.x",
	])}
}

fixes(document) := {reason.fix | some reason in not_known(document)}

test_only_a_shallow_clone_is_made_deeper if {
	unclear := {"candidate_tag": {"branches": [], "complete": false}}
	denied(changed(unclear)) == set()
	fixes(changed(unclear)) == {"git fetch origin '+refs/heads/*:refs/remotes/origin/*'"}
	shallow := changed(object.union(unclear, {"repository": {"shallow": true}}))
	denied(shallow) == set()
	fixes(shallow) == {"git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'"}
}

test_a_tag_that_no_remote_is_known_to_have_is_unknown if {
	document := changed({"candidate_tag": {"remote_tags": []}})
	denied(document) == set()
	not_known(document) == {{
		"reason": "nothing here tells whether a remote has the tag `v1.3.0-rc.2`",
		"fix": "git push origin v1.3.0-rc.2 && git fetch origin '+refs/tags/*:refs/remotes/origin/tags/*'",
	}}
}

test_the_ci_system_knows_that_it_was_pushed if {
	ci := {"system": "github", "branch": null, "base": null, "commit": null, "tag": {
		"value": "v1.3.0-rc.2",
		"variable": "GITHUB_REF",
		"confirmed": true,
		"detail": "",
	}}
	document := changed({"candidate_tag": {"remote_tags": []}, "repository": {"ci": ci}})
	not_known(document) == set()
	unconfirmed := object.union(document, {"facts": {"repository": {"ci": {"tag": {"confirmed": null}}}}})
	count(not_known(unconfirmed)) == 1
	commit := {"value": facts.elsewhere, "variable": "GITHUB_SHA", "confirmed": false, "detail": ""}
	moved := object.union(document, {"facts": {"repository": {"ci": {"commit": commit}}}})
	messages(denied(moved)) == {"the tag `v1.3.0-rc.2` that started the CI system is on 2222222222, and here it is on HEAD"}
}

test_another_tag_of_the_name_fails if {
	other := [{"name": "v1.3.0-rc.2", "remote": "origin", "same": false}]
	messages(denied(changed({"candidate_tag": {"remote_tags": other}}))) == {"`origin` has another tag `v1.3.0-rc.2` than this clone"}
}

test_from_the_trunk_main_has_to_have_it if {
	main := {"name": "main", "remote": null, "kind": "main", "line": null}
	document := changed({"candidate_tag": {"branches": [main]}})
	rule.deny == set() with input as document with data.relcheck.params.candidate.tagged.strategy as "trunk"
	count(rule.deny) == 1 with input as ready with data.relcheck.params.candidate.tagged.strategy as "trunk"
	lost := object.union(ready, {"facts": {"repository": {"main": null}, "candidate_tag": {"branches": []}}})
	count(rule.unknown) == 1 with input as lost with data.relcheck.params.candidate.tagged.strategy as "trunk"
}

test_no_candidate_is_unknown if {
	count(not_known(facts.unversioned("minor"))) == 1
}
