package relcheck.policy.docs.install_verified_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.docs.install_verified as rule

messages(document) := {finding.message |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
	not finding.level
}

warnings(document) := {finding.message |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
	finding.level == "warn"
}

unknown(document) := {entry.reason |
	some entry in rule.unknown with input as document with data.relcheck.params as facts.params
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

judged(sign_offs, checks) := object.union(
	facts.judged("minor", "1.3.0"),
	{"facts": {"sign_offs": sign_offs, "checks": facts.ci_state(checks)}},
)

signed := facts.sign_off("install", "Ada")

none := facts.sign_offs([])

install(changed) := facts.check("install / linux", object.union({"name": "install-linux"}, changed))

test_a_maintainer_signs_it_off if {
	document := judged(facts.sign_offs([signed]), [facts.check("build", {})])
	messages(document) == set()
	unknown(document) == set()
	looked_at(document) == {"`install` by Ada"}
}

test_a_check_that_follows_them_succeeds if {
	document := judged(none, [install({}), facts.check("build", {"state": "failure"})])
	messages(document) == set()
	unknown(document) == set()
	looked_at(document) == {"`install-linux` (github-actions)"}
	elsewhere := judged(object.union(none, {"notes": false}), [install({})])
	unknown(elsewhere) == set()
}

test_a_check_that_fails_does_not_pass if {
	failed := [install({"state": "failure"}), install({"name": "install-mac"})]
	messages(judged(none, failed)) == {"`install-linux` (github-actions) did not succeed: `failure`"}
	messages(judged(facts.sign_offs([signed]), failed)) == set()
	again := [install({"state": "failure", "superseded": "a later attempt"}), install({"id": 12})]
	messages(judged(none, again)) == set()
}

test_an_old_export_says_nothing if {
	old := object.union(facts.ci_state([install({})]), {"sources": []})
	document := object.union(judged(none, []), {"facts": {"checks": old}})
	messages(document) == {"nobody has followed the installation instructions for this candidate"}
}

test_nobody_followed_them if {
	nobody := {"nobody has followed the installation instructions for this candidate"}
	messages(judged(none, [install({"name": "install-dependencies"})])) == nobody
	messages(judged(none, [facts.check("build", {})])) == nobody
	messages(judged(facts.sign_offs([object.union(signed, {"maintainer": false})]), [])) == nobody
}

test_without_notes_nothing_is_known if {
	elsewhere := judged(object.union(none, {"notes": false}), [])
	messages(elsewhere) == set()
	unknown(elsewhere) == {"the sign-offs are not in this clone, or there are none"}
}

test_what_does_not_count_is_named if {
	refused := object.union(facts.refused_sign_off("it was withdrawn"), {"what": "install"})
	document := judged(object.union(facts.sign_offs([signed]), {"refused": [refused]}), [])
	warnings(document) == {"a sign-off by Eve <eve@example.org> does not count: it was withdrawn"}
}
