package relcheck.policy.approvals.break_glass_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.approvals.break_glass as rule

messages(document) := {finding.message |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
	not finding.level
}

warnings(document) := {finding.message |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
	finding.level == "warn"
}

weakenings(document) := {finding.weakening |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
}

unknown(document) := {entry.reason |
	some entry in rule.unknown with input as document with data.relcheck.params as facts.params
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

judged(type, text, records, given) := object.union(
	facts.judged(type, text),
	{"facts": {
		"break_glass": facts.break_glass(records),
		"sign_offs": facts.sign_offs(given),
	}},
)

signed(person) := facts.sign_off("break-glass", person)

both := [signed("Ada"), signed("Grace")]

hotfix(given) := judged("hotfix", "1.2.4", [facts.left_out({})], given)

rules := "`quality.coverage_new_code`, `quality.performance`"

test_without_records_there_is_nothing_to_say if {
	document := judged("patch", "1.2.4", [], both)
	messages(document) == set()
	warnings(document) == set()
	unknown(document) == set()
	looked_at(document) == set()
}

test_two_maintainers_let_a_hotfix_out if {
	document := hotfix(both)
	messages(document) == set()
	warnings(document) == {sprintf("%s is let through, as `Ada`, `Grace` have signed: REL-7", [rules])}
	weakenings(document) == {sprintf("1.2.4 goes out without %s, under a break-glass sign-off by `Ada`, `Grace`: REL-7", [rules])}
}

refused := "it lets nothing through: %d of 2 maintainers have signed for this commit"

test_it_takes_two_maintainers_this_commit_this_version_and_this_kind if {
	warnings(hotfix([])) == {sprintf(refused, [0])}
	weakenings(hotfix([])) == set()
	warnings(hotfix([signed("Ada")])) == {sprintf(refused, [1])}
	warnings(hotfix([signed("Ada"), signed("Ada")])) == {sprintf(refused, [1])}
	every change in [
		{"maintainer": false},
		{"commit": "0000000000000000000000000000000000000000"},
		{"candidate": false},
		{"version": "1.2.5"},
		{"what": "approval"},
	] {
		warnings(hotfix([signed("Ada"), object.union(signed("Grace"), change)])) == {sprintf(refused, [1])}
	}
	weakenings(hotfix([signed("Ada"), object.union(signed("Grace"), {"version": "1.2.4"})])) != set()
}

test_one_alone_is_never_enough if {
	lowered := object.union(facts.params, {"approvals": {"break_glass": {"maintainers": 1}}})
	found := {finding.message |
		some finding in rule.deny with input as hotfix([signed("Ada")]) with data.relcheck.params as lowered
	}
	found == {sprintf(refused, [1])}
}

test_only_a_hotfix_may if {
	document := judged("patch", "1.2.4", [facts.left_out({})], both)
	warnings(document) == {"it lets nothing through: this is no hotfix"}
	messages(document) == set()
}

test_without_notes_nobody_has_signed if {
	document := object.union(hotfix([]), {"facts": {"sign_offs": {"notes": false}}})
	warnings(document) == {"it lets nothing through: the sign-offs are not in this clone, or there are none"}
}

test_some_rules_are_never_left_out if {
	record := facts.left_out({"rules": ["approvals.trust_root", "quality.performance"]})
	"`approvals.trust_root` cannot be left out" in warnings(judged("hotfix", "1.2.4", [record], both))
}

open := {sprintf("1.2.4 goes out without %s, and that is not made up for: REL-7", [rules])}

test_the_next_release_waits_until_it_is_made_up_for if {
	every type in ["patch", "hotfix", "minor", "major"] {
		messages(judged(type, "1.3.0", [facts.left_out({})], both)) == open
		messages(judged(type, "1.3.0", [facts.left_out({"closed": facts.now + 60})], both)) == open
		closed := judged(type, "1.3.0", [facts.left_out({"closed": facts.now - 60})], [])
		messages(closed) == set()
		looked_at(closed) == {sprintf("2026-03 (1.2.4) left out %s: made up for", [rules])}
	}
}

tagged(commit) := object.union(
	hotfix(both),
	{"facts": {"repository": {"tags": [facts.tag("v1.2.4", "final", facts.version("1.2.4"), commit)]}}},
)

test_it_is_used_up_once_the_release_is_out if {
	messages(tagged(facts.released)) == open
	weakenings(tagged(facts.released)) == set()
	messages(tagged(facts.head)) == set()
	weakenings(tagged(facts.head)) != set()
}

closed_before(seconds) := object.union(
	judged("minor", "1.3.0", [facts.left_out({"closed": facts.now - seconds})], []),
	{"facts": {"repository": {"tags": [object.union(
		facts.tag("v1.2.4", "final", facts.version("1.2.4"), facts.released),
		{"time": facts.now - 100},
	)]}}},
)

test_nothing_is_made_up_for_before_the_release_is_out if {
	messages(closed_before(200)) == open
	messages(closed_before(60)) == set()
}

test_a_record_cannot_be_taken_away if {
	gone := {sprintf("1.2.4 went out without %s, and the record of it is gone: `incidents/2026-03.toml`", [rules])}
	messages(judged("minor", "1.3.0", [facts.left_out({"gone": true})], [])) == gone
	messages(judged("hotfix", "1.2.4", [facts.left_out({"gone": true})], both)) == gone
	messages(judged("minor", "1.3.0", [facts.left_out({"gone": true, "closed": facts.now - 60})], [])) == set()
}

test_a_record_that_cannot_be_read_may_say_anything if {
	document := object.union(
		judged("minor", "1.3.0", [], []),
		{"facts": {"break_glass": {"records": [], "unread": [{"path": "incidents/a.toml", "reason": "it is cut off"}]}}},
	)
	unknown(document) == {"`incidents/a.toml` cannot be read: it is cut off"}
}

test_sign_offs_that_do_not_count_are_named if {
	refusal := object.union(facts.refused_sign_off("it was withdrawn"), {"what": "break-glass"})
	document := object.union(hotfix([signed("Ada")]), {"facts": {"sign_offs": {"refused": [refusal]}}})
	warnings(document) == {
		sprintf(refused, [1]),
		"a sign-off by Eve <eve@example.org> does not count: it was withdrawn",
	}
}
