package relcheck.policy.dependencies.scan_reviewed_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.dependencies.scan_reviewed as rule

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

judged(found, sign_offs) := object.union(
	facts.judged("minor", "1.3.0"),
	{"facts": {"vulnerabilities": facts.vulnerabilities(found), "sign_offs": sign_offs}},
)

found := [facts.vulnerability({})]

over(path) := object.union(facts.sign_off("scan-review", "Ada"), {"candidate": false, "documents": [{
	"path": path,
	"sha256": "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
}]})

not_applicable(document) := reasons if {
	reasons := rule.not_applicable with input as document with data.relcheck.params as facts.params
}

test_what_was_found_is_signed_off if {
	document := judged(found, facts.sign_offs([over("relcheck:findings")]))
	messages(document) == set()
	unknown(document) == set()
	not_applicable(document) == set()
	looked_at(document) == {"1 finding", "`scan-review` by Ada"}
}

test_nobody_has_looked if {
	nobody := {"nobody has signed off what was found: 1 finding"}
	messages(judged(found, facts.sign_offs([]))) == nobody
	messages(judged(found, facts.sign_offs([over("docs/scan.md")]))) == nobody
	messages(judged(found, facts.sign_offs([facts.sign_off("scan-review", "Ada")]))) == nobody
	messages(judged(found, facts.sign_offs([object.union(over("relcheck:findings"), {"what": "approval"})]))) == nobody
}

test_where_nothing_was_found_there_is_nothing_to_review if {
	not_applicable(judged([], facts.sign_offs([]))) == {"nothing was found"}
}

test_without_a_scan_it_is_not_known_what_there_is_to_review if {
	document := judged([], facts.sign_offs([]))
	unscanned := object.union(document, {"facts": {"vulnerabilities": {"databases": []}}})
	not_applicable(unscanned) == set()
	unknown(unscanned) == {"nothing tells which of the 2 packages of pypi are vulnerable"}
	gap := {"path": "uv.lock", "reason": "it is empty"}
	unread := object.union(document, {"facts": {"vulnerabilities": {"gaps": [gap]}}})
	not_applicable(unread) == set()
	unknown(unread) == {"`uv.lock` does not tell all packages: it is empty"}
	messages(unread) == set()
	# Nobody can sign off what nobody has looked for.
	elsewhere := object.union(unscanned, {"facts": {"sign_offs": {"notes": false}}})
	unknown(elsewhere) == unknown(unscanned)
}

test_what_depends_on_nothing_has_nothing_to_review if {
	document := object.union(judged([], facts.sign_offs([])), {"facts": {"vulnerabilities": {
		"packages": 0,
		"databases": [],
		"ecosystems": [],
	}}})
	not_applicable(document) == {"nothing was found"}
	unknown(document) == set()
}

test_without_notes_nothing_is_known if {
	elsewhere := judged(found, object.union(facts.sign_offs([]), {"notes": false}))
	messages(elsewhere) == set()
	unknown(elsewhere) == {"the sign-offs are not in this clone, or there are none"}
}

test_what_does_not_count_is_named if {
	refused := object.union(facts.refused_sign_off("it was given over the known vulnerabilities, which are others now"), {"what": "scan-review"})
	document := judged(found, object.union(facts.sign_offs([over("relcheck:findings")]), {"refused": [refused]}))
	count(warnings(document)) == 1
}
