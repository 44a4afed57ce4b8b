package relcheck.policy.candidate.community_testing_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.candidate.community_testing as rule

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

judged(sign_offs) := object.union(
	facts.judged("minor", "1.3.0-rc.1"),
	{"facts": {"sign_offs": sign_offs}},
)

signed := facts.sign_off("community-testing", "Ada")

test_a_maintainer_signs_it_off if {
	document := judged(facts.sign_offs([signed]))
	messages(document) == set()
	unknown(document) == set()
	looked_at(document) == {"`community-testing` by Ada"}
}

test_it_takes_a_maintainer_this_candidate_and_this_kind if {
	none := {"no maintainer has signed off what testers of this candidate reported"}
	messages(judged(facts.sign_offs([]))) == none
	every change in [{"maintainer": false}, {"candidate": false}, {"version": "1.3.0-rc.2"}, {"what": "approval"}] {
		messages(judged(facts.sign_offs([object.union(signed, change)]))) == none
	}
	messages(judged(facts.sign_offs([object.union(signed, {"version": "1.3.0-rc.1"})]))) == set()
}

test_what_does_not_count_and_what_is_gone_is_named if {
	refused := object.union(facts.refused_sign_off("it was withdrawn"), {"what": "community-testing"})
	document := judged(object.union(facts.sign_offs([signed]), {"refused": [refused]}))
	messages(document) == set()
	warnings(document) == {"a sign-off by Eve <eve@example.org> does not count: it was withdrawn"}
	gone := judged(object.union(facts.sign_offs([signed]), {"gone": [refused]}))
	messages(gone) == {"a sign-off by Eve <eve@example.org> was taken out of the note that held it"}
	others := facts.refused_sign_off("it was withdrawn")
	warnings(judged(object.union(facts.sign_offs([signed]), {"refused": [others], "gone": [others]}))) == set()
}

test_without_notes_nothing_is_known if {
	elsewhere := judged(object.union(facts.sign_offs([]), {"notes": false}))
	messages(elsewhere) == set()
	unknown(elsewhere) == {"the sign-offs are not in this clone, or there are none"}
}
