package relcheck.policy.approvals.community_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.approvals.community as rule

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

judged(issues) := object.union(facts.judged("major", "2.0.0"), {"facts": {"issues": issues}})

of_issues(listed) := judged(facts.issues(listed))

of_sources(sources) := judged(object.union(facts.issues([held]), {"sources": sources}))

review(changed) := facts.issue(5, ["community-review"], object.union({"milestone": "2.0.0"}, changed))

objection(number, changed) := facts.issue(number, ["objection"], object.union({"milestone": "2.0.0"}, changed))

held := review({})

day := 86400

test_a_review_was_held_and_its_objections_are_closed if {
	document := of_issues([held, objection(6, {}), objection(7, {"state_reason": "not_planned"})])
	messages(document) == set()
	warnings(document) == set()
	unknown(document) == set()
	looked_at(document) == {"the review #5 (What it is about): 20 days", "2 objections, all closed", "`issues.json` (gh)"}
}

test_the_milestone_is_that_of_the_version_in_one_of_its_spellings if {
	every title in ["2.0.0", "v2.0.0", "V2.0.0"] {
		unknown(of_issues([review({"milestone": title})])) == set()
	}
	none := {"no issue with the label `community-review` has the milestone `2.0.0`, so that no review by the community is known"}
	every title in ["2.0", "2.0.1", "2.0.0-rc.1", "Release 2.0.0", null] {
		document := of_issues([review({"milestone": title, "title": "Review of 2.0.0"})])
		unknown(document) == none
		messages(document) == set()
	}
}

test_it_is_the_final_version_that_is_reviewed if {
	document := object.union(facts.judged("major", "2.0.0-rc.1"), {"facts": {"issues": facts.issues([held])}})
	unknown(document) == set()
	messages(document) == set()
}

test_labels_are_the_same_in_whatever_case if {
	unknown(of_issues([review({"labels": ["Community-Review", "x"]})])) == set()
	count(unknown(of_issues([review({"labels": ["community"]})]))) == 1
}

test_nothing_found_is_unknown if {
	unknown(of_issues([])) == {"no issue with the label `community-review` has the milestone `2.0.0`, so that no review by the community is known"}
	absent := object.union(facts.issues([]), {"known": false, "reason": "no export of issues was recorded", "sources": []})
	unknown(judged(absent)) == {
		"there is no export of issues",
		"no issue with the label `community-review` has the milestone `2.0.0`, so that no review by the community is known",
	}
	messages(judged(absent)) == set()
}

not_asked := {"access": {"answered": false, "reason": "there is no token to ask GitHub with", "fix": "set `GITHUB_TOKEN`"}}

test_why_the_tracker_was_not_asked_is_told if {
	nothing := object.union(facts.issues([held]), object.union(not_asked, {"sources": []}))
	unknown(judged(nothing)) == {"there is no export of issues, and the tracker was not asked: there is no token to ask GitHub with"}
	fixes := {entry.fix | some entry in rule.unknown with input as judged(nothing) with data.relcheck.params as facts.params}
	fixes == {"set `GITHUB_TOKEN`"}
	cut := object.union(facts.issues([held]), object.union(not_asked, {"sources": [facts.issue_source({"states": "closed"})]}))
	unknown(judged(cut)) == {
		"no whole export shows every open issue with the label `community-review`",
		"no whole export shows every open issue with the label `objection`",
		"the tracker was not asked: there is no token to ask GitHub with",
	}
	unknown(judged(object.union(facts.issues([held]), not_asked))) == set()
}

test_what_was_fetched_counts_as_what_was_recorded if {
	fetched := [facts.issue_source({"labels": [label], "evidence": {"binding": "fetched", "command": []}}) | some label in ["objection", "community-review"]]
	unknown(of_sources(fetched)) == set()
}

test_a_review_that_goes_on_has_not_ended if {
	messages(of_issues([review(facts.still_open)])) == {"the review #5 (What it is about) is open: it has not ended"}
	again := {"the review #5 (What it is about) was closed and opened again: it has not ended"}
	messages(of_issues([review(object.union(facts.still_open, {"state_reason": "reopened"}))])) == again
	messages(of_issues([review({"state": "open"})])) == again

	# Beside one that was held, too.
	other := object.union(facts.issue(8, ["community-review"], facts.still_open), {"milestone": "v2.0.0"})
	messages(of_issues([held, other])) == {"the review #8 (What it is about) is open: it has not ended"}
}

test_a_review_takes_14_days if {
	closed := held.closed
	messages(of_issues([review({"opened": closed - (14 * day)})])) == set()
	messages(of_issues([review({"opened": (closed - (14 * day)) + 1})])) == {"the review #5 (What it is about) was open for 13 days, and 14 days are asked for"}
	messages(of_issues([review({"opened": closed - day})])) == {"the review #5 (What it is about) was open for 1 day, and 14 days are asked for"}

	# A short one beside a whole one does no harm.
	messages(of_issues([held, object.union(review({"opened": closed - day}), {"number": 4})])) == set()
}

test_times_that_cannot_be_are_named if {
	messages(of_issues([review({"closed": held.opened - 1})])) == {"the review #5 (What it is about) was closed before it was opened"}
	future := {
		"the review #5 (What it is about) was opened in the future: the clocks do not agree",
		"the review #5 (What it is about) was closed in the future: the clocks do not agree",
	}
	messages(of_issues([review({"opened": facts.now + 301, "closed": facts.now + (20 * day)})])) == future
	messages(of_issues([review({"closed": facts.now + 300})])) == set()
}

test_when_it_was_closed_has_to_be_known if {
	document := of_issues([review({"closed": null})])
	messages(document) == set()
	unknown(document) == {"when the review #5 (What it is about) was closed is not known"}
}

test_open_objections_are_in_the_way if {
	document := of_issues([held, objection(6, facts.still_open), objection(7, {})])
	messages(document) == {"the objection #6 (What it is about) is open"}
	not "2 objections, all closed" in looked_at(document)
	elsewhere := object.union(facts.still_open, {"milestone": "2.1.0"})
	messages(of_issues([held, objection(6, elsewhere)])) == set()
}

test_an_objection_to_no_release_is_pointed_out if {
	lost := object.union(facts.still_open, {"milestone": null})
	document := of_issues([held, objection(6, lost)])
	messages(document) == set()
	warnings(document) == {"#6 (What it is about) is open, and has no milestone that says which release it is about"}
	warnings(of_issues([held, objection(6, {"milestone": null})])) == set()
}

test_only_whole_exports_show_that_there_is_no_objection if {
	gap := {"no whole export shows every open issue with the label `objection`"}
	every labels in [["community-review"], ["objection", "ui"]] {
		gap - unknown(of_sources([facts.issue_source({"labels": labels})])) == set()
	}
	both := [facts.issue_source({"labels": ["community-review"]}), facts.issue_source({"labels": ["Objection"], "states": "open"})]
	unknown(of_sources(both)) == set()
	every changed in [{"states": "closed"}, {"states": null}, {"milestone": "2.0.0"}, {"milestone": "2.1.0"}] {
		gap - unknown(of_sources([facts.issue_source(changed)])) == set()
	}
	unknown(of_sources([facts.issue_source({"milestone": "V2.0.0"}), facts.issue_source({"milestone": "2.0.0"})])) == set()
}

test_what_is_wrong_with_exports_is_named if {
	cut := of_sources([facts.issue_source({"incomplete": "it lists 30, as many as `--limit` allows: give a higher one"})])
	unknown(cut) == {
		"`issues.json` may leave issues out: it lists 30, as many as `--limit` allows: give a higher one",
		"no whole export shows every open issue with the label `community-review`",
		"no whole export shows every open issue with the label `objection`",
	}
	old := of_sources([facts.issue_source({"evidence": {"generated_at": facts.now - (3 * day)}})])
	"`issues.json` is more than 2 days old" in unknown(old)
	of_another := object.union(facts.loose(facts.recorded("issues.json", "issues", "gh")), {"binding_reason": "it speaks of 012345678901, and HEAD is at 4ea0c1c5d3a1"})
	"`issues.json` does not count: it speaks of 012345678901, and HEAD is at 4ea0c1c5d3a1" in unknown(of_sources([facts.issue_source({"evidence": of_another})]))

	# Beside a whole one, another does no harm.
	unknown(of_sources([facts.issue_source({}), facts.issue_source({"incomplete": "it is one issue"})])) == set()
	many := object.union(facts.issues([held]), {"unlisted": 3})
	unknown(judged(many)) == {"the exports have 3 more issues than are listed"}
}

test_a_cut_export_shows_an_open_objection_still if {
	cut := object.union(facts.issues([held, objection(6, facts.still_open)]), {"sources": [facts.issue_source({"incomplete": "it is cut"})]})
	messages(judged(cut)) == {"the objection #6 (What it is about) is open"}
}

test_what_is_contradicted_is_never_closed if {
	twice := [held, objection(6, {"contradicted": true}), objection(6, object.union(facts.still_open, {"contradicted": true}))]
	messages(of_issues(twice)) == {"the objection #6 (What it is about) is open"}
	document := of_issues([review({"contradicted": true})])
	unknown(document) == {"exports say different things of #5 (What it is about), `issues.json` among them"}
	looked_at(document) == {"`issues.json` (gh)"}
}

test_it_takes_a_version if {
	document := object.union(judged(facts.issues([held])), {"release": {"version": null}})
	"it is not known which version is to be released" in unknown(document)
}
