package relcheck.policy.approvals.maintainers_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.approvals.maintainers as rule

# Ada and Grace maintain it, Bob wrote it.
two := facts.people([facts.maintainer("Ada"), facts.maintainer("Grace")])

judged(type, text, people, sign_offs) := reviewed(type, text, people, sign_offs, unrecorded)

unrecorded := object.union(facts.reviews([]), {"known": false})

reviewed(type, text, people, sign_offs, reviews) := object.union(
	facts.judged(type, text),
	{"facts": {"people": people, "sign_offs": sign_offs, "reviews": reviews}},
)

elsewhere := object.union(by([]), {"notes": false})

# A minor release with sign-offs by these, and reviews.
with_reviews(persons, reviews) := reviewed("minor", "1.3.0", two, by(persons), reviews)

minor(people, sign_offs) := judged("minor", "1.3.0", people, sign_offs)

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

by(persons) := facts.sign_offs([facts.sign_off("approval", person) | some person in persons])

test_two_approve_a_minor_release if {
	document := minor(two, by(["Ada", "Grace"]))
	messages(document) == set()
	warnings(document) == set()
	unknown(document) == set()
	looked_at(document) == {"relcheck.toml of `v1.2.3`", "2 approvals"}
}

test_one_is_too_few if {
	messages(minor(two, by(["Ada"]))) == {"1 approval of 2, by `Ada`"}
	messages(minor(two, by([]))) == {"no approval of 2"}
}

test_one_person_counts_once if {
	twice := facts.sign_offs([
		facts.sign_off("approval", "Ada"),
		object.union(facts.sign_off("approval", "Ada"), {"key": "SHA256:other"}),
	])
	messages(minor(two, twice)) == {"1 approval of 2, by `Ada`"}
}

test_who_is_no_maintainer_does_not_count if {
	messages(minor(two, by(["Ada", "Eve"]))) == {"1 approval of 2, by `Ada`"}
}

test_one_approves_a_patch if {
	messages(judged("patch", "1.2.4", two, by(["Grace"]))) == set()
	messages(judged("patch", "1.2.4", two, by([]))) == {"no approval of 1"}
}

test_all_approve_a_major_release if {
	messages(judged("major", "2.0.0", two, by(["Ada", "Grace"]))) == set()
	messages(judged("major", "2.0.0", two, by(["Ada"]))) == {"`Grace` has not approved it, and every maintainer has to"}
}

test_somebody_of_the_security_team_approves_a_hotfix if {
	people := object.union(two, {"teams": [{"name": "security", "members": ["Grace", "Heidi"]}]})
	messages(judged("hotfix", "1.2.4", people, by(["Grace"]))) == set()
	messages(judged("hotfix", "1.2.4", people, by(["Ada", "Heidi"]))) == set()
	messages(judged("hotfix", "1.2.4", people, by(["Ada"]))) == {"nobody of the team `security` has approved it"}
	messages(judged("hotfix", "1.2.4", people, by(["Heidi"]))) == {"no approval of 1"}
	unknown(judged("hotfix", "1.2.4", two, by(["Ada"]))) == {"nothing lists the team `security`, one of whom has to approve"}
}

with_team := object.union(two, {"teams": [{"name": "security", "members": ["Grace"]}]})

of(records, unread) := object.union(
	judged("hotfix", "1.2.4", with_team, by(["Ada"])),
	{"facts": {"incidents": {"records": records, "unread": unread}}},
)

test_a_hotfix_for_another_cause_takes_nobody_of_the_team if {
	nobody := {"nobody of the team `security` has approved it"}
	lost := facts.incident({"cause": "data-loss"})
	messages(of([lost], [])) == set()
	messages(of([lost, facts.incident({})], [])) == nobody
	messages(of([object.union(lost, {"release": "1.2.3"})], [])) == nobody
	messages(of([], [])) == nobody
	messages(of([lost], [{"path": "incidents/b.toml", "reason": "no TOML"}])) == nobody
}

test_an_approval_of_another_version_other_files_or_another_kind_does_not_count if {
	approval := facts.sign_off("approval", "Grace")
	every change in [{"version": "1.4.0"}, {"candidate": false}, {"what": "manual-testing"}] {
		others := facts.sign_offs([facts.sign_off("approval", "Ada"), object.union(approval, change)])
		messages(minor(two, others)) == {"1 approval of 2, by `Ada`"}
	}
	named := facts.sign_offs([facts.sign_off("approval", "Ada"), object.union(approval, {"version": "1.3.0"})])
	messages(minor(two, named)) == set()
}

all_by(person) := object.union(two, {"written": [facts.written(person)]})

test_who_wrote_all_of_it_does_not_approve_it if {
	document := minor(all_by("Ada"), by(["Ada", "Grace"]))
	messages(document) == {
		"1 approval of 2, by `Grace`",
		"the list has 2 maintainers, and 2 have to approve; `Ada` wrote all of it, so that their own does not count",
	}
	warnings(document) == {"`Ada` approved it, and wrote all of it: that does not count"}
	messages(judged("major", "2.0.0", all_by("Ada"), by(["Grace"]))) == set()
	messages(judged("patch", "1.2.4", all_by("Ada"), by(["Ada"]))) == {"no approval of 1"}
}

test_who_wrote_a_part_of_it_may_approve_it if {
	people := object.union(two, {"written": [facts.written("Ada"), facts.written("bob@example.org")]})
	messages(minor(people, by(["Ada", "Grace"]))) == set()
	shared := object.union(facts.written("Bob"), {"by": ["Ada", "Bob"]})
	together := object.union(two, {"written": [facts.written("Ada"), shared]})
	messages(judged("patch", "1.2.4", together, by(["Ada"]))) == {"no approval of 1"}
}

test_what_programs_wrote_counts_for_nobody if {
	bot := {"email": "49699333+dependabot[bot]@users.noreply.github.com", "name": "dependabot[bot]", "person": "bot", "listed": false}
	ada := {"email": "ada@example.org", "name": "Ada", "person": "Ada", "listed": true}
	people := object.union(two, {
		"writers": [bot, ada],
		"written": [facts.written("bot"), facts.written("Ada")],
	})
	messages(judged("patch", "1.2.4", people, by(["Ada"]))) == {"no approval of 1"}
	by_name := object.union(people, {"writers": [object.union(bot, {"email": "x@example.org"}), ada]})
	messages(judged("patch", "1.2.4", by_name, by(["Ada"]))) == {"no approval of 1"}
	by_address := object.union(people, {"writers": [object.union(bot, {"name": "x"}), ada]})
	messages(judged("patch", "1.2.4", by_address, by(["Ada"]))) == {"no approval of 1"}
	# Whoever is on the list is no program, whatever name their commits bear.
	dressed := {"email": "ada@example.org", "name": "renovate-ada", "person": "Ada", "listed": true}
	alone := object.union(two, {"writers": [dressed], "written": [facts.written("Ada")]})
	messages(judged("patch", "1.2.4", alone, by(["Ada"]))) == {"no approval of 1"}
	only := object.union(people, {"written": [facts.written("bot")]})
	messages(judged("patch", "1.2.4", only, by(["Ada"]))) == set()
}

test_the_only_maintainer_may_approve_what_they_wrote_and_the_report_says_so if {
	one := object.union(facts.people([facts.maintainer("Ada")]), {"written": [facts.written("Ada")]})
	document := judged("patch", "1.2.4", one, by(["Ada"]))
	messages(document) == set()
	weakenings(document) == {"the only maintainer, `Ada`, approved what they wrote themselves"}
	messages(judged("patch", "1.2.4", one, by([]))) == {"no approval of 1"}
	messages(judged("minor", "1.3.0", one, by(["Ada"]))) == {"1 approval of 2, by `Ada`"}
}

test_a_list_of_the_candidates_own_is_a_weakening if {
	own := object.union(two, {"anchor": {"tag": null, "own": "this is the first release"}})
	document := minor(own, by(["Ada", "Grace"]))
	messages(document) == set()
	weakenings(document) == {"the candidate's own list says who may approve it: this is the first release"}
	looked_at(document) == {"relcheck.toml of HEAD", "2 approvals"}
}

test_sign_offs_that_do_not_count_are_named if {
	refused := facts.refused_sign_off("it was withdrawn")
	given := object.union(by(["Ada", "Grace"]), {"refused": [
		refused,
		object.union(refused, {"place": "the note on 4ea0c1c5d3, line 2", "what": null, "who": null, "reason": "it is no JSON"}),
		object.union(refused, {"place": "the note on 4ea0c1c5d3, line 3", "what": "manual-testing"}),
	]})
	document := minor(two, given)
	messages(document) == set()
	warnings(document) == {
		"a sign-off by Eve <eve@example.org> does not count: it was withdrawn",
		"a sign-off does not count: it is no JSON",
	}
}

test_what_was_taken_out_of_a_note_is_missed if {
	gone := facts.refused_sign_off("the note was rewritten: a line that stood in it is gone")
	messages(minor(two, object.union(by(["Ada", "Grace"]), {"gone": [gone]}))) == {"a sign-off by Eve <eve@example.org> was taken out of the note that held it"}
	other := object.union(gone, {"what": "manual-testing"})
	messages(minor(two, object.union(by(["Ada", "Grace"]), {"gone": [other]}))) == set()
}

test_without_a_list_or_notes_nothing_is_known if {
	nobody := object.union(facts.people([]), {"source": null})
	unknown(minor(nobody, by(["Ada"]))) == {"nothing lists the maintainers"}
	owned := object.union(nobody, {"unused": "`CODEOWNERS` names a team"})
	unknown(minor(owned, by(["Ada"]))) == {"nothing lists the maintainers: `CODEOWNERS` names a team"}
	messages(minor(nobody, by(["Ada"]))) == set()
	looked_at(minor(nobody, by([]))) == set()
	unknown(minor(two, elsewhere)) == {"the sign-offs are not in this clone, or there are none"}
	every type in ["patch", "minor", "major", "hotfix"] {
		messages(judged(type, "1.3.0", two, elsewhere)) == set()
	}
}

test_reviews_count_beside_sign_offs if {
	messages(with_reviews(["Ada"], facts.reviews([facts.review("Grace")]))) == set()
	messages(with_reviews([], facts.reviews([facts.review("Ada"), facts.review("Grace")]))) == set()
}

test_one_person_counts_once_wherever_they_approve if {
	document := with_reviews(["Ada"], facts.reviews([facts.review("Ada")]))
	messages(document) == {"1 approval of 2, by `Ada`"}
}

test_a_review_of_other_files_does_not_approve_the_candidate if {
	other := object.union(facts.review("Grace"), {"files": "other"})
	messages(with_reviews(["Ada"], facts.reviews([other]))) == {"1 approval of 2, by `Ada`"}
	warnings(with_reviews(["Ada"], facts.reviews([other]))) == set()
}

test_a_review_of_files_that_nothing_knows_is_named_where_it_is_missed if {
	lost := facts.reviews([object.union(facts.review("Grace"), {"files": "unknown"})])
	document := with_reviews(["Ada"], lost)
	messages(document) == {"1 approval of 2, by `Ada`"}
	warnings(document) == {"the approval of #12 by `Grace` does not count: whether 4ea0c1c5d3 has the files of the candidate is not known"}
	warnings(with_reviews(["Ada", "Grace"], lost)) == set()
}

test_reviews_that_do_not_count_are_named if {
	refused := facts.refused_review("it was dismissed")
	reviews := object.union(facts.reviews([]), {"refused": [
		refused,
		object.union(refused, {"place": "export.json", "who": null, "reason": "it is cut off"}),
	]})
	warnings(with_reviews(["Ada"], reviews)) == {
		"a review by grace in #12 does not count: it was dismissed",
		"a review in export.json does not count: it is cut off",
	}
}

test_reviews_that_do_not_count_are_only_told_of_where_nothing_is_missing if {
	reviews := object.union(facts.reviews([]), {"refused": [facts.refused_review("it was dismissed")]})
	document := with_reviews(["Ada", "Grace"], reviews)
	warnings(document) == set()
	looked_at(document) == {"relcheck.toml of `v1.2.3`", "2 approvals", "1 review of no weight"}
	people := object.union(two, {"teams": [{"name": "security", "members": ["Grace"]}]})
	warnings(reviewed("hotfix", "1.2.4", people, by(["Ada"]), reviews)) == {"a review by grace in #12 does not count: it was dismissed"}
}

test_trailers_that_nobody_signed_are_shown if {
	claim := {"commit": facts.head, "key": "Reviewed-by", "who": "Grace <grace@example.org>", "reason": "the commit is not signed"}
	document := with_reviews(["Ada", "Grace"], object.union(facts.reviews([]), {"claims": [claim]}))
	looked_at(document) == {"relcheck.toml of `v1.2.3`", "2 approvals", "1 trailer that nobody signed"}
}

test_reviews_make_up_for_notes_that_are_not_here if {
	known := reviewed("minor", "1.3.0", two, elsewhere, facts.reviews([facts.review("Ada"), facts.review("Grace")]))
	messages(known) == set()
	unknown(known) == set()
	one := reviewed("minor", "1.3.0", two, elsewhere, facts.reviews([facts.review("Ada")]))
	messages(one) == {"1 approval of 2, by `Ada`"}
	none := reviewed("minor", "1.3.0", two, elsewhere, unrecorded)
	unknown(none) == {"the sign-offs are not in this clone, or there are none"}
}
