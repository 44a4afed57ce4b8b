package relcheck.policy.branch.tag_valid_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.tag_valid as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

not_known(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

seen(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

messages(found) := {finding.message | some finding in found}

earlier := facts.tag("v1.2.3", "final", facts.version("1.2.3"), facts.released)

final(name) := facts.tag(name, "final", facts.version("1.2.4"), facts.head)

pushed(name) := {"name": name, "remote": "origin", "same": true}

# Version 1.2.4, with these tags on HEAD, whose objects say that.
tagged(listed, objects) := object.union(facts.judged("patch", "1.2.4"), {
	"release": {"stage": "publish"},
	"facts": {
		"repository": {"tags": array.concat([earlier], listed)},
		"head_tags": {"tags": objects},
		"candidate_tag": {"remote_tags": [pushed(tag.name) | some tag in listed]},
	},
})

# The tag of 1.2.4, whose object says that.
saying(changed) := tagged([final("v1.2.4")], [facts.head_tag("v1.2.4", changed)])

changed(names) := object.union(saying({}), {"facts": names})

test_a_tag_that_a_maintainer_signed_passes if {
	denied(saying({})) == set()
	not_known(saying({})) == set()
	seen(saying({})) == {"`v1.2.4` on 4ea0c1c5d3, signed by `Ada`", "`v1.2.4` on `origin`, the same"}
}

test_without_a_tag_it_fails if {
	denied(tagged([], [])) == {{
		"subject": "v1.2.4",
		"message": "HEAD has no tag of 1.2.4",
		"fix": "git tag --sign v1.2.4 -m 'Release v1.2.4'",
	}}
	unborn := object.union(tagged([], []), {"facts": {"repository": {"head": null}}})
	messages(denied(unborn)) == {"HEAD has no tag of 1.2.4"}
}

test_a_tag_of_another_version_is_none if {
	other := facts.tag("v1.3.0", "final", facts.version("1.3.0"), facts.head)
	words := facts.tag("nightly", "other", null, facts.head)
	document := tagged([other, words], [facts.head_tag("v1.3.0", {})])
	messages(denied(document)) == {"HEAD has no tag of 1.2.4, and has `v1.3.0`"}
	not_known(document) == set()
}

test_a_tag_elsewhere_is_none if {
	moved := object.union(final("v1.2.4"), {"commit": facts.elsewhere})
	messages(denied(tagged([moved], []))) == {"HEAD has no tag of 1.2.4, which `v1.2.4` gives to commit 2222222222"}
}

test_a_lightweight_tag_fails if {
	light := object.union(final("v1.2.4"), {"annotated": false})
	document := tagged([light], [{"name": "v1.2.4", "object": null}])
	denied(document) == {{
		"subject": "v1.2.4",
		"message": "the tag `v1.2.4` is not annotated",
		"fix": "`v1.2.4` was pushed, so release the next version; only if nobody can have fetched it: git tag --sign v1.2.4 -m 'Release v1.2.4' --force, and push it with --force",
	}}
	not_known(document) == set()
	in_ci := object.union(document, {"facts": {"repository": {"ci": ci("v1.2.4", true)}}})
	some finding in denied(in_ci)
	startswith(finding.fix, "fetch the tag itself, `git fetch --force origin refs/tags/v1.2.4:refs/tags/v1.2.4`")
}

test_a_tag_that_nobody_has_is_made_anew if {
	light := object.union(final("v1.2.4"), {"annotated": false})
	kept := object.union(
		tagged([light], [{"name": "v1.2.4", "object": null}]),
		{"facts": {"candidate_tag": {"remote_tags": []}}},
	)
	{finding.fix | some finding in denied(kept)} == {"git tag --sign v1.2.4 -m 'Release v1.2.4' --force"}
}

test_another_message_fails if {
	denied(saying({"subject": "v1.2.4"})) == {{
		"subject": "v1.2.4",
		"message": "the tag `v1.2.4` says `v1.2.4`, and not `Release v1.2.4`",
		"fix": "`v1.2.4` was pushed, so release the next version; only if nobody can have fetched it: git tag --sign v1.2.4 -m 'Release v1.2.4' --force, and push it with --force",
	}}
}

test_a_project_may_word_it_otherwise if {
	document := saying({"subject": "demo v1.2.4 is out"})
	rule.deny == set() with input as document
		with data.relcheck.params.branch.tag_valid.message_final as "demo {tag} is out"
}

test_an_object_of_another_tag_fails if {
	messages(denied(saying({"name": "v1.2.3"}))) == {"the tag `v1.2.4` leads to an object that is the tag `v1.2.3`"}
}

test_a_tag_of_a_tag_fails if {
	messages(denied(saying({"target": facts.elsewhere}))) == {"the tag `v1.2.4` names another tag, and that one HEAD's commit"}
}

refused := {"signer": null, "reason": "its key is nobody's", "verifiable": true}

test_a_signature_that_does_not_count_fails if {
	document := saying({"signature": refused})
	messages(denied(document)) == {"the signature of the tag `v1.2.4` does not count: its key is nobody's"}
	not_known(document) == set()
}

test_a_signature_that_cannot_be_verified_is_unknown if {
	other := saying({"signature": object.union(refused, {"verifiable": false})})
	denied(other) == set()
	{entry.reason | some entry in not_known(other)} == {"the signature of the tag `v1.2.4` cannot be verified: its key is nobody's"}
	keyless := object.union(saying({"signature": refused}), {"facts": {"head_tags": {"keys": []}}})
	denied(keyless) == set()
	count(not_known(keyless)) == 1
}

test_an_unsigned_tag_is_a_weakening if {
	document := saying({"signature": null})
	denied(document) == {{
		"subject": "v1.2.4",
		"message": "the tag `v1.2.4` is not signed",
		"fix": "`v1.2.4` was pushed, so release the next version; only if nobody can have fetched it: git tag --sign v1.2.4 -m 'Release v1.2.4' --force, and push it with --force",
		"level": "warn",
		"weakening": "the tag `v1.2.4` is not signed: whoever can write to the repository can have made it",
	}}
	seen(document) == {"`v1.2.4` on 4ea0c1c5d3", "`v1.2.4` on `origin`, the same"}
}

test_each_tag_of_the_version_is_judged if {
	both := [final("1.2.4"), final("v1.2.4")]
	document := tagged(both, [
		facts.head_tag("1.2.4", {"signature": refused}),
		facts.head_tag("v1.2.4", {}),
	])
	messages(denied(document)) == {"the signature of the tag `1.2.4` does not count: its key is nobody's"}
}

test_another_name_than_before_fails if {
	document := tagged([final("1.2.4")], [facts.head_tag("1.2.4", {})])
	denied(document) == {{
		"subject": "1.2.4",
		"message": "the tag `1.2.4` is not named as `v1.2.3` is, the tag before it",
		"fix": "git tag --sign v1.2.4 -m 'Release v1.2.4'; or set `tag_prefix` below [project] in relcheck.toml",
	}}
	configured := object.union(document, {"facts": {"repository": {"tag_pattern": {"source": "config"}}}})
	denied(configured) == set()
}

test_a_first_release_is_named_as_the_pattern_says if {
	document := object.union(
		facts.first("patch", "1.2.4"),
		{"facts": {"repository": {"tag_pattern": {"current": "demo-", "source": "default"}}}},
	)
	{finding.subject | some finding in denied(document)} == {"demo-1.2.4"}
}

rc := facts.tag("v1.3.0-rc.2", "pre-release", facts.version("1.3.0-rc.2"), facts.head)

# A candidate that is published, with that message.
published(tag, subject) := object.union(facts.judged("minor", tag.version.text), {
	"release": {"stage": "publish"},
	"facts": {
		"repository": {"tags": [earlier, tag]},
		"head_tags": {"tags": [facts.head_tag(tag.name, {"subject": subject})]},
		"candidate_tag": {"remote_tags": [pushed(tag.name)]},
	},
})

test_the_tag_of_a_candidate_says_so if {
	denied(published(rc, "Release candidate v1.3.0-rc.2")) == set()
	denied(published(rc, "Release v1.3.0-rc.2")) == {{
		"subject": "v1.3.0-rc.2",
		"message": "the tag `v1.3.0-rc.2` says `Release v1.3.0-rc.2`, and not `Release candidate v1.3.0-rc.2`",
		"fix": "`v1.3.0-rc.2` was pushed, so release the next version; only if nobody can have fetched it: git tag --sign v1.3.0-rc.2 -m 'Release candidate v1.3.0-rc.2' --force, and push it with --force",
	}}
}

test_a_candidate_may_be_written_in_capitals if {
	number := object.union(facts.version("1.3.0-rc.1"), {"text": "1.3.0-RC1", "normal": "1.3.0-RC.1", "pre": "RC.1"})
	upper := facts.tag("v1.3.0-RC1", "pre-release", number, facts.head)
	document := object.union(published(rc, "Release candidate v1.3.0-rc.2"), {
		"release": {"version": number},
		"facts": {
			"repository": {"tags": [earlier, upper]},
			"head_tags": {"tags": [facts.head_tag(upper.name, {"subject": "Release candidate v1.3.0-RC1"})]},
			"candidate_tag": {"remote_tags": [pushed(upper.name)]},
		},
	})
	denied(document) == set()
}

test_other_pre_releases_are_not_published if {
	beta := facts.tag("v1.3.0-beta.1", "pre-release", facts.version("1.3.0-beta.1"), facts.head)
	messages(denied(published(beta, "Release v1.3.0-beta.1"))) == {"the tag `v1.3.0-beta.1` is neither a final release's nor a release candidate's"}
	untagged := object.union(published(beta, "x"), {"facts": {"repository": {"tags": [earlier]}}})
	{finding.fix | some finding in denied(untagged)} == {"git tag --sign v1.3.0-beta.1"}
}

ci(tag, confirmed) := {"system": "github", "branch": null, "base": null, "commit": null, "tag": {
	"value": tag,
	"variable": "GITHUB_REF",
	"confirmed": confirmed,
	"detail": "",
}}

test_a_tag_that_no_remote_is_known_to_have_is_unknown if {
	document := changed({"candidate_tag": {"remote_tags": []}})
	denied(document) == set()
	not_known(document) == {{
		"reason": "nothing here tells whether a remote has the tag `v1.2.4`",
		"fix": "git push origin v1.2.4 && git fetch origin '+refs/tags/*:refs/remotes/origin/tags/*'",
	}}
	in_ci := object.union(document, {"facts": {"repository": {"ci": ci("v1.2.4", true)}}})
	not_known(in_ci) == set()
	of_another := object.union(document, {"facts": {"repository": {"ci": ci("v1.2.3", true)}}})
	count(not_known(of_another)) == 1
}

test_a_tag_that_was_moved_since_ci_was_started_fails if {
	commit := {"value": facts.elsewhere, "variable": "GITHUB_SHA", "confirmed": false, "detail": ""}
	repository := {"ci": object.union(ci("v1.2.4", true), {"commit": commit})}
	document := changed({"candidate_tag": {"remote_tags": []}, "repository": repository})
	messages(denied(document)) == {"the tag `v1.2.4` that started the CI system is on 2222222222, and here it is on HEAD"}
	count(not_known(document)) == 1
	right := object.union(document, {"facts": {"repository": {"ci": {"commit": {"confirmed": true}}}}})
	denied(right) == set()
	not_known(right) == set()
}

test_another_tag_of_the_name_at_the_remote_fails if {
	document := changed({"candidate_tag": {"remote_tags": [object.union(pushed("v1.2.4"), {"same": false})]}})
	messages(denied(document)) == {"`origin` has another tag `v1.2.4` than this clone"}
}

test_an_annotated_tag_without_its_object_is_unknown if {
	document := changed({"head_tags": {"tags": []}})
	denied(document) == set()
	{entry.reason | some entry in not_known(document)} == {"it is not known what stands in the object of the tag `v1.2.4`"}
}

test_no_version_is_unknown if {
	document := facts.unversioned("patch")
	count(not_known(document)) == 1
}
