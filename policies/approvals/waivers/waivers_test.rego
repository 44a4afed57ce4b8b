package relcheck.policy.approvals.waivers_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.approvals.waivers as rule

judged(entries) := object.union(
	facts.judged("patch", "1.2.4"),
	{"facts": {"waivers": facts.waivers(entries)}},
)

of(changed) := judged([facts.waiver(changed)])

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

start := "the waiver REL-1 of `branch.clean_tree` (waivers.toml:1) "

test_without_waivers_nothing_is_asked if {
	document := judged([])
	messages(document) == set()
	warnings(document) == set()
	unknown(document) == set()
	looked_at(document) == set()
}

test_a_waiver_that_is_in_order if {
	messages(of({})) == set()
	warnings(of({})) == set()
	looked_at(of({})) == {"waivers.toml: 1"}
}

test_what_does_not_count_is_named if {
	messages(of({"void": "`ann` approved it for themselves"})) == {concat("", [start, "does not count: `ann` approved it for themselves"])}
}

test_two_names_of_one_person_are_one if {
	messages(of({"approver": "Ada", "approver_person": "Ada"})) == {concat("", [start, "was agreed to by `Ada`, who asked for it"])}
}

test_both_are_on_the_list if {
	messages(of({"owner": "eve", "owner_person": null})) == {concat("", [start, "names `eve` as its owner, who is on no list that counts"])}
	messages(of({"approver": "eve", "approver_person": null})) == {concat("", [start, "names `eve` as its approver, who is on no list that counts"])}
	count(messages(of({"owner_person": null, "approver_person": null}))) == 2
}

test_what_has_expired_is_pointed_out if {
	document := of({"days_left": -1, "expires": "2026-01-31", "void": "it expired on 2026-01-31", "owner_person": null})
	messages(document) == set()
	warnings(document) == {concat("", [start, "expired on 2026-01-31: remove it"])}
}

test_what_soon_expires_is_pointed_out if {
	warnings(of({"days_left": 14})) == set()
	warnings(of({"days_left": 13})) == {concat("", [start, "expires in 13 days, on 2026-03-01"])}
	warnings(of({"days_left": 0})) == {concat("", [start, "expires in 0 days, on 2026-03-01"])}
}

test_what_covers_too_much_is_pointed_out if {
	warnings(of({"over_broad": true})) == {concat("", [start, "covers whatever the rule finds: name what it is for"])}
}

test_without_a_list_nothing_is_known if {
	nobody := {"facts": {"waivers": {"listed": false}}}
	entry := {"owner_person": null, "approver_person": null}
	document := object.union(of(entry), nobody)
	messages(document) == set()
	unknown(document) == {"nothing lists the people who may agree to waivers"}
	unknown(object.union(judged([]), nobody)) == set()
	unknown(object.union(of({"days_left": -1}), nobody)) == set()
}
