package relcheck.policy.hotfix.justified_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.hotfix.justified as rule

judged(records) := object.union(
	facts.judged("hotfix", "1.2.4"),
	{"facts": {"incidents": {"records": records, "unread": []}}},
)

unreadable := object.union(judged([]), {"facts": {"incidents": {"unread": [{"path": "incidents/a.toml", "reason": "line 1: no TOML"}]}}})

messages(document) := {finding.message |
	some finding in rule.deny with input as document with data.relcheck.params as facts.params
}

unknown(document) := {entry.reason |
	some entry in rule.unknown with input as document with data.relcheck.params as facts.params
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

test_a_severe_vulnerability_justifies_it if {
	document := judged([facts.incident({})])
	messages(document) == set()
	unknown(document) == set()
	looked_at(document) == {"2026-03 (security): Anyone can read files"}
	messages(judged([facts.incident({"score": 70})])) == set()
}

test_a_lesser_one_does_not if {
	messages(judged([facts.incident({"score": 69})])) == {"the vulnerability scores 6.9, and 7.0 justifies a hotfix: Anyone can read files"}
	messages(judged([facts.incident({"score": null, "vector": null})])) == {"the vulnerability has no CVSS vector: Anyone can read files"}
}

test_other_causes_do if {
	every cause in ["data-loss", "service-disruption", "compliance"] {
		messages(judged([facts.incident({"cause": cause, "score": null, "vector": null})])) == set()
	}
	other := facts.incident({"cause": "other", "title": "It looks old"})
	messages(judged([other])) == {"`other` is no cause that justifies a hotfix: It looks old"}
	messages(judged([other, facts.incident({})])) == set()
}

test_it_names_this_release if {
	none := {"no incident record names the release 1.2.4"}
	messages(judged([])) == none
	messages(judged([facts.incident({"release": "1.2.3"})])) == none
	messages(judged([facts.incident({"release": null})])) == none
}

test_what_cannot_be_read_may_be_it if {
	messages(unreadable) == set()
	unknown(unreadable) == {"`incidents/a.toml` cannot be read: line 1: no TOML"}
	enough := object.union(unreadable, {"facts": {"incidents": {"records": [facts.incident({})]}}})
	unknown(enough) == set()
}

test_what_nobody_has_discovered_yet_justifies_nothing if {
	ahead := facts.incident({"discovered": facts.now + 86400})
	messages(judged([ahead])) == {"it was discovered in the future: Anyone can read files"}
	messages(judged([ahead, facts.incident({})])) == set()
}
