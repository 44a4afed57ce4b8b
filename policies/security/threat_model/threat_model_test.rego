package relcheck.policy.security.threat_model_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.security.threat_model as rule

judged(paths, sign_offs) := object.union(
	facts.judged("minor", "1.3.0"),
	{"facts": {
		"diffs": facts.diffs([facts.changed_file(path) | some path in paths]),
		"sign_offs": sign_offs,
	}},
)

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

not_applicable(document) := reasons if {
	reasons := rule.not_applicable with input as document with data.relcheck.params as facts.params
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

none := facts.sign_offs([])

signed := facts.sign_off("threat-model", "Ada")

untouched := {"`src/auth/login.py` changed, and the threat model was neither changed nor confirmed"}

test_what_does_not_bear_on_it_asks_for_nothing if {
	not_applicable(judged(["src/demo.py", "pyproject.toml"], none)) == {"no change since the previous release bears on it"}
}

test_it_is_changed_with_what_bears_on_it if {
	document := judged(["src/auth/login.py", "docs/security/threat-model.md"], none)
	messages(document) == set()
	not_applicable(document) == set()
	looked_at(document) == {"`docs/security/threat-model.md`"}
	messages(judged(["src/auth/login.py", "THREAT_MODEL.md"], none)) == set()
}

test_or_somebody_confirms_it if {
	document := judged(["src/auth/login.py"], facts.sign_offs([signed]))
	messages(document) == set()
	looked_at(document) == {"`threat-model` by Ada"}
	heidi := object.union(signed, {"person": "Heidi", "maintainer": false, "teams": ["security"]})
	messages(judged(["src/auth/login.py"], facts.sign_offs([heidi]))) == set()
}

test_nobody_did if {
	messages(judged(["src/auth/login.py"], none)) == untouched
	every change in [{"maintainer": false}, {"candidate": false}, {"what": "approval"}, {"version": "1.2.3"}] {
		messages(judged(["src/auth/login.py"], facts.sign_offs([object.union(signed, change)]))) == untouched
	}
}

with_model(path, changes) := object.union(judged([], none), {"facts": {"diffs": facts.diffs([
	facts.changed_file("src/auth/login.py"),
	object.union(facts.changed_file(path), changes),
])}})

test_a_model_that_says_nothing_more_is_not_changed if {
	emptied := {"added": [], "removed": 12}
	messages(with_model("threat-model.md", emptied)) == untouched
	messages(with_model("threat-model.md", {"added": [], "status": "renamed"})) == untouched
	drawn := {"added": [], "opaque": true}
	messages(with_model("threat-model.png", drawn)) == set()
	messages(with_model("threat-model.png", object.union(drawn, {"status": "renamed"}))) == untouched
}

test_models_of_others_are_none_of_the_project if {
	every path in ["tests/data/threat-model.json", "vendor/x/threats.txt", "web/node_modules/a/threat_model.md"] {
		messages(with_model(path, {})) == untouched
	}
}

test_a_model_that_is_gone_is_not_changed if {
	gone := object.union(facts.changed_file("docs/threat-model.md"), {"status": "deleted"})
	document := object.union(judged([], none), {"facts": {"diffs": facts.diffs([facts.changed_file("src/auth/login.py"), gone])}})
	messages(document) == untouched
}

test_what_was_moved_away_bears_on_it if {
	moved := object.union(facts.changed_file("src/other.py"), {"old_path": "src/auth/login.py", "status": "renamed"})
	document := object.union(judged([], none), {"facts": {"diffs": facts.diffs([moved])}})
	messages(document) == untouched
}

test_without_notes_nothing_is_known if {
	elsewhere := object.union(none, {"notes": false})
	unknown(judged(["src/auth/login.py"], elsewhere)) == {"the sign-offs are not in this clone, or there are none"}
	messages(judged(["src/auth/login.py"], elsewhere)) == set()
	unknown(judged(["src/auth/login.py", "threat-model.md"], elsewhere)) == set()
}

test_what_does_not_count_is_named if {
	refused := object.union(facts.refused_sign_off("it was withdrawn"), {"what": "threat-model"})
	document := judged(["src/auth/login.py"], object.union(facts.sign_offs([signed]), {"refused": [refused]}))
	warnings(document) == {"a sign-off by Eve <eve@example.org> does not count: it was withdrawn"}
}
