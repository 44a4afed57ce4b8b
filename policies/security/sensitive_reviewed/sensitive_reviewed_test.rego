package relcheck.policy.security.sensitive_reviewed_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.security.sensitive_reviewed as rule

# Grace and Heidi are the security team, Bob wrote the one commit.
listed := object.union(
	facts.people([facts.maintainer("Ada"), facts.maintainer("Grace")]),
	{"teams": [{"name": "security", "members": ["Grace", "Heidi"]}]},
)

file(path) := {"path": path, "old_path": null, "status": "modified", "opaque": false, "added": [], "removed": 1}

with_facts(own) := object.union(facts.judged("patch", "1.2.4"), {"facts": object.union({"people": listed}, own)})

# The commit touches the lock file, and these approve.
sensitive(sign_offs, reviews) := with_facts({
	"diffs": facts.diffs([file("src/demo.py"), file("Cargo.lock")]),
	"sign_offs": sign_offs,
	"reviews": reviews,
})

findings(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

messages(document) := {finding.message | some finding in findings(document); not finding.level}

warnings(document) := {finding.message | some finding in findings(document); finding.level == "warn"}

unknown(document) := {entry.reason |
	some entry in rule.unknown with input as document with data.relcheck.params as facts.params
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

none := facts.sign_offs([])

signed(person) := facts.sign_offs([facts.sign_off("security-review", person)])

reviewed(person) := facts.reviews([facts.review(person)])

missing := {"4ea0c1c5d3 `fix: close the file` touches `Cargo.lock`, and nobody of the team `security` has approved it"}

test_a_review_of_its_pull_request_by_the_team_counts if {
	document := sensitive(none, reviewed("Grace"))
	messages(document) == set()
	unknown(document) == set()
	looked_at(document) == {"1 commit, 1 of them sensitive"}
}

test_a_review_of_another_request_or_by_another_person_does_not if {
	messages(sensitive(none, reviewed("Ada"))) == missing
	other := facts.reviews([object.union(facts.review("Grace"), {"covers": []})])
	messages(sensitive(none, other)) == missing
}

test_a_review_of_a_part_of_the_candidate_counts_for_that if {
	part := facts.reviews([object.union(facts.review("Grace"), {"files": "other"})])
	messages(sensitive(none, part)) == set()
}

test_a_sign_off_of_the_candidate_counts_for_all if {
	messages(sensitive(signed("Heidi"), facts.reviews([]))) == set()
	messages(sensitive(signed("Ada"), facts.reviews([]))) == missing
	approval := facts.sign_offs([facts.sign_off("approval", "Grace")])
	messages(sensitive(approval, facts.reviews([]))) == missing
	stale := facts.sign_offs([object.union(facts.sign_off("security-review", "Grace"), {"candidate": false})])
	messages(sensitive(stale, facts.reviews([]))) == missing
}

test_who_wrote_it_does_not_approve_it if {
	own := object.union(sensitive(signed("Grace"), reviewed("Grace")), {"facts": {"people": {"written": [facts.written("Grace")]}}})
	messages(own) == {"4ea0c1c5d3 `fix: close the file` touches `Cargo.lock`, and of the team `security` only `Grace`, who wrote it, has approved it"}
	both := object.union(own, {"facts": {"reviews": facts.reviews([facts.review("Heidi")])}})
	messages(both) == set()
	merge := object.union(own, {"facts": {"people": {"written": [], "merges": [facts.written("Grace")]}}})
	count(messages(merge)) == 1
}

test_a_commit_that_nobody_is_known_to_have_written_is_not_reviewed if {
	nobody := object.union(sensitive(none, reviewed("Grace")), {"facts": {"people": {"written": []}}})
	count(messages(nobody)) == 1
}

test_the_number_in_the_message_is_a_hint if {
	entry := object.union(facts.commit(facts.head, "fix: close the file (#12)", []), {"pull_request": 12})
	document := object.union(sensitive(none, facts.reviews([])), {"facts": {"changes": {"commits": [entry]}}})
	messages(document) == {"4ea0c1c5d3 `fix: close the file (#12)` touches `Cargo.lock`, and nobody of the team `security` has approved it (its message names #12)"}
}

test_what_does_not_count_is_named_where_something_is_missing if {
	refused := object.union(facts.reviews([]), {"refused": [
		facts.refused_review("it was dismissed"),
		object.union(facts.refused_review("it is cut off"), {"place": "export.json", "who": null}),
	]})
	sign_offs := object.union(none, {"refused": [
		object.union(facts.refused_sign_off("it was withdrawn"), {"what": "security-review"}),
		facts.refused_sign_off("it was withdrawn"),
	]})
	warnings(sensitive(sign_offs, refused)) == {
		"a review by grace in #12 does not count: it was dismissed",
		"a review in export.json does not count: it is cut off",
		"a sign-off by Eve <eve@example.org> does not count: it was withdrawn",
	}
	warnings(sensitive(object.union(sign_offs, {"given": [facts.sign_off("security-review", "Grace")]}), refused)) == set()
}

touches(path) := messages(with_facts({"diffs": facts.diffs([file(path)]), "reviews": facts.reviews([])}))

test_sensitive_paths if {
	every path in [
		"Cargo.toml",
		"deep/er/package-lock.json",
		"requirements-dev.txt",
		"requirements/base.in",
		"src/auth/tokens.py",
		"src/auth.rs",
		"app/jwt_auth.py",
		"lib/crypto/aes.c",
		"src/password_reset.ts",
		".github/workflows/ci.yml",
		".gitlab-ci.yml",
		"Dockerfile",
		"images/Dockerfile.prod",
		"docker-compose.override.yml",
		"Jenkinsfile",
	] {
		count(touches(path)) == 1
	}
	every path in ["src/demo.py", "AUTHORS.md", "docs/authors.md", "README.md", "src/author/model.py", "workflows/x.yml"] {
		touches(path) == set()
	}
}

test_what_was_moved_away_counts if {
	moved := object.union(file("src/demo.py"), {"old_path": "src/auth.py", "status": "renamed"})
	count(messages(with_facts({"diffs": facts.diffs([moved]), "reviews": facts.reviews([])}))) == 1
}

test_a_pattern_with_a_slash_in_front_is_of_the_root if {
	count(at_the_root("keys/allowed_signers")) == 1
	at_the_root("src/keys/x") == set()
}

at_the_root(path) := found if {
	own := object.union(facts.params, {"security": {"sensitive_reviewed": {"paths": ["/keys/**"]}}})
	document := with_facts({"diffs": facts.diffs([file(path)]), "reviews": facts.reviews([])})
	found := rule.deny with input as document with data.relcheck.params as own
}

test_nothing_sensitive_needs_no_list if {
	document := object.union(with_facts({"diffs": facts.diffs([file("src/demo.py")])}), {"facts": {"people": {"teams": []}}})
	messages(document) == set()
	unknown(document) == set()
	looked_at(document) == {"1 commit, 0 of them sensitive"}
}

test_without_a_team_or_any_word_of_reviews_nothing_is_known if {
	elsewhere := object.union(facts.reviews([]), {"known": false})
	teamless := object.union(sensitive(none, elsewhere), {"facts": {"people": {"teams": []}}})
	unknown(teamless) == {"nothing lists the team `security`, one of whom has to approve what is sensitive"}
	messages(teamless) == set()
	notes := object.union(none, {"notes": false})
	document := sensitive(notes, elsewhere)
	unknown(document) == {"neither sign-offs nor reviews are here, and there may be some elsewhere"}
	messages(document) == set()
	messages(sensitive(notes, facts.reviews([]))) == missing
	messages(sensitive(none, elsewhere)) == missing
}
