package relcheck.policy.docs.migration_guide_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.docs.migration_guide as rule

# A candidate for 2.0.0 with these guides, and with these facts in place of the ones that there are.
with_facts(guides, others) := object.union(facts.judged("major", "2.0.0"), {"facts": object.union({"documents": {
	"guides": guides,
	"unread": [],
}}, others)})

denied(guides, others) := found if {
	document := with_facts(guides, others)
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

guide(fields) := object.union(facts.guide(2), fields)

breaks(fields) := {"changes": {"commits": [object.union(
	facts.commit(facts.head, "feat!: drop the old client (#12)", [object.union(
		facts.change("feat", true),
		{"description": "drop the old client (#12)"},
	)]),
	fields,
)]}}

api(change) := {"python_api": {"changes": [change]}}

levels(found) := [object.get(finding, "level", "deny") | some finding in found]

test_a_guide_is_enough_where_nothing_breaks if denied([facts.guide(2)], {}) == set()

test_no_guide_fails if {
	expected := {{
		"subject": "migration guide",
		"message": "no migration guide speaks of 2.0.0",
		"fix": "write MIGRATION.md with the heading `## Migrating to 2.0.0`, and below it what users have to change",
	}}
	denied([], {}) == expected
	denied([guide({"text": ""})], {}) == expected
	denied([guide({"versions": []})], {}) == expected
	denied([facts.guide(1)], {}) == expected
	denied([guide({"versions": [facts.guide_version(2), facts.guide_version(3)]})], {}) == expected
	denied([guide({"versions": [object.union(facts.guide_version(2), {"minor": 1})]})], {}) == expected
}

test_a_guide_is_for_the_last_version_that_it_names if {
	exact := object.union(facts.guide_version(2), {"minor": 0, "patch": 0})
	denied([guide({"versions": [facts.guide_version(1), exact]})], {}) == set()
	denied([guide({"versions": [], "unreleased": true})], {}) == set()
}

test_a_commit_that_no_guide_mentions_fails if {
	denied([facts.guide(2)], breaks({"pull_request": 12})) == {{
		"subject": "4ea0c1c5d3",
		"message": "`MIGRATION.md:3` does not mention the breaking change `feat!: drop the old client (#12)`",
		"fix": "say there what users have to change, and name it by #12",
		"evidence": {"commit": facts.head},
	}}
	{finding.fix | some finding in denied([facts.guide(2)], breaks({}))} == {concat("", [
		"say there what users have to change, and name it by the title of the commit",
	])}
}

test_a_commit_is_mentioned_by_its_request if {
	denied([guide({"numbers": [12]})], breaks({"pull_request": 12})) == set()
	count(denied([guide({"numbers": [13]})], breaks({"pull_request": 12}))) == 1
}

test_a_commit_is_mentioned_by_its_title if {
	denied([guide({"text": " we drop the old client here "})], breaks({})) == set()
	count(denied([guide({"text": " we drop the old clients "})], breaks({}))) == 1
	denied([guide({"text": " use v2 now "})], breaks({"breaking_notes": ["Use v2, now!"]})) == set()
}

test_a_title_of_one_word_proves_nothing if {
	short := breaks({"subject": "feat!: cleanup", "changes": [object.union(facts.change("feat", true), {"description": "cleanup"})]})
	count(denied([guide({"text": " the cleanup "})], short)) == 1
}

test_a_commit_is_mentioned_by_a_name_in_its_title if {
	named := breaks({"breaking_notes": ["`Client.close` is gone"]})
	denied([guide({"names": ["Client.close"]})], named) == set()
	count(denied([guide({"names": ["gone"]})], named)) == 1
}

test_of_several_names_one_says_too_little if {
	several := breaks({"breaking_notes": ["`say` takes `u64`, `double` is now `twice`, `half` is gone"]})
	count(denied([guide({"names": ["twice"]})], several)) == 1
	count(denied([guide({"names": ["u64", "twice"]})], several)) == 1
	denied([guide({"names": ["twice", "say"]})], several) == set()
	typed := breaks({"breaking_notes": ["numbers are `u64`"]})
	denied([guide({"names": ["u64"]})], typed) == set()
}

test_the_guide_of_another_version_mentions_nothing if {
	other := object.union(facts.guide(1), {"numbers": [12], "names": ["get"]})
	count(denied([other, facts.guide(2)], breaks({"pull_request": 12}))) == 1
	count(denied([other, facts.guide(2)], api(facts.removal("demo.get")))) == 1
}

test_what_the_same_file_says_of_no_version_counts if {
	general := guide({"versions": [], "names": ["get"], "line": 1})
	denied([general, facts.guide(2)], api(facts.removal("demo.get"))) == set()
	elsewhere := object.union(general, {"path": "docs/migration.md"})
	count(denied([elsewhere, facts.guide(2)], api(facts.removal("demo.get")))) == 1
}

test_what_was_taken_back_needs_no_mention if {
	denied([facts.guide(2)], breaks({"reverted_by": facts.elsewhere})) == set()
}

test_a_symbol_that_no_guide_mentions_fails if {
	denied([facts.guide(2)], api(facts.removal("demo.get"))) == {{
		"subject": "demo.get",
		"message": "`MIGRATION.md:3` does not mention that `demo.get` was removed",
		"fix": "say there what users have to change, and write `demo.get` as code",
		"evidence": {"file": "MIGRATION.md", "line": 3},
	}}
}

test_a_symbol_is_mentioned_by_its_whole_name_or_the_last_part if {
	denied([guide({"names": ["demo.get"]})], api(facts.removal("demo.get"))) == set()
	denied([guide({"names": ["get"]})], api(facts.removal("demo.get"))) == set()
	denied([guide({"names": ["close"]})], api(facts.removal("demo::Client::close"))) == set()
	denied([guide({"names": ["--color"]})], {"interface": {"changes": [facts.removal("demo --color")]}}) == set()
	count(denied([guide({"names": ["demo"]})], api(facts.removal("demo.get")))) == 1
}

test_only_breaking_changes_need_a_mention if {
	denied([facts.guide(2)], api(object.union(facts.removal("demo.get"), {"weight": "adding"}))) == set()
}

test_a_doubtful_change_is_warned_about if {
	doubtful := object.union(facts.removal("demo.get"), {"doubt": "it may be private"})
	levels(denied([facts.guide(2)], api(doubtful))) == ["warn"]
}

test_reports_count_if_they_are_of_this_comparison if {
	count(denied([facts.guide(2)], reports("recorded", true))) == 1
	count(denied([facts.guide(2)], reports("tracked", null))) == 1
	denied([facts.guide(2)], reports("unbound", true)) == set()
	denied([facts.guide(2)], reports("recorded", false)) == set()
}

test_a_first_release_is_left_out if {
	document := with_facts([], {"changes": {"since": null}})
	count(rule.not_applicable) == 1 with input as document
}

test_a_guide_that_cannot_be_read_is_unknown if {
	unread := [{"path": "MIGRATION.md", "reason": "`MIGRATION.md` line 2 is not valid UTF-8"}]
	document := with_facts([], {"documents": {"unread": unread}})
	rule.unknown == {"a migration guide was not read: `MIGRATION.md` line 2 is not valid UTF-8"} with input as document
	rule.deny == set() with input as document
}

test_no_version_is_unknown if count(rule.unknown) == 1 with input as facts.unversioned("major")

reports(binding, previous) := {"api_reports": {"reports": [{
	"evidence": {
		"path": "griffe.json",
		"sha256": "00",
		"size": 1,
		"kind": "api-diff",
		"tool": "griffe",
		"tool_version": null,
		"generated_at": null,
		"commit": null,
		"binding": binding,
		"binding_reason": null,
		"command": [],
		"exit_status": null,
	},
	"status": "complete",
	"crates": [],
	"reason": null,
	"base": {"name": "v1.2.3", "previous": previous, "reason": null},
	"changes": [facts.removal("demo.get")],
}]}}

reported_gone(tag) := {"typescript_api": facts.typescript(
	tag,
	[facts.api_change("breaking", "removed", "Client.get", "was removed")],
)}

test_a_break_in_an_api_report_is_mentioned if {
	[finding.subject | some finding in denied([facts.guide(2)], reported_gone("public"))] == ["Client.get"]
	denied([facts.guide(2)], reported_gone("alpha")) == set()
}
