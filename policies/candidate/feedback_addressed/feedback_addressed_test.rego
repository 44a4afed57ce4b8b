package relcheck.policy.candidate.feedback_addressed_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.candidate.feedback_addressed as rule

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

judged(issues) := object.union(
	facts.judged("minor", "1.3.0-rc.1"),
	{"release": {"version": {"text": "v1.3.0rc1"}}, "facts": {"issues": issues}},
)

of_issues(listed) := judged(facts.issues(listed))

of_sources(sources) := judged(object.union(facts.issues([dealt_with]), {"sources": sources}))

feedback(number, labels, changed) := facts.issue(number, array.concat(["feedback"], labels), object.union({"milestone": "1.3.0"}, changed))

dealt_with := feedback(5, ["blocker"], {})

test_what_was_reported_is_dealt_with if {
	document := of_issues([dealt_with, feedback(6, [], facts.still_open)])
	messages(document) == set()
	warnings(document) == set()
	unknown(document) == set()
	looked_at(document) == {"#6 (What it is about) is open, and blocks nothing", "1 of 2 issues with feedback closed", "`issues.json` (gh)"}
	looked_at(of_issues([feedback(6, [], facts.still_open)])) == {"#6 (What it is about) is open, and blocks nothing", "`issues.json` (gh)"}
}

test_what_is_open_and_blocks_is_in_the_way if {
	blocks := {"#6 (What it is about) is open, and blocks the release"}
	every label in ["blocker", "Blocking", "release-blocker"] {
		messages(of_issues([dealt_with, feedback(6, [label], facts.still_open)])) == blocks
	}

	# Whether it is called feedback or not.
	plain := facts.issue(6, ["blocker"], object.union(facts.still_open, {"milestone": "1.3.0"}))
	messages(of_issues([dealt_with, plain])) == blocks
	looked_at(of_issues([dealt_with, plain])) == {"1 of 1 issue with feedback closed", "`issues.json` (gh)"}
}

test_the_milestone_is_that_of_the_version_or_of_the_candidate if {
	every title in ["1.3.0", "v1.3.0", "1.3.0-rc.1", "v1.3.0-RC.1", "1.3.0rc1", "v1.3.0rc1"] {
		document := of_issues([feedback(5, ["blocker"], object.union(facts.still_open, {"milestone": title}))])
		count(messages(document)) == 1
		unknown(document) == set()
	}
	every title in ["1.3", "1.3.0-rc.2", "1.2.0", null] {
		document := of_issues([feedback(5, ["blocker"], object.union(facts.still_open, {"milestone": title}))])
		messages(document) == set()
		unknown(document) == {"no issue with the label `feedback` has the milestone `1.3.0`, so that no feedback is known"}
	}
}

test_what_blocks_no_release_that_is_named_is_pointed_out if {
	lost := facts.issue(6, ["blocker"], facts.still_open)
	document := of_issues([dealt_with, lost])
	messages(document) == set()
	warnings(document) == {"#6 (What it is about) is open, and has no milestone that says which release it is about"}
	warnings(of_issues([dealt_with, facts.issue(6, ["blocker"], {})])) == set()
	warnings(of_issues([dealt_with, facts.issue(6, ["ui"], facts.still_open)])) == set()
}

test_nothing_found_is_unknown if {
	none := "no issue with the label `feedback` has the milestone `1.3.0`, so that no feedback is known"
	unknown(of_issues([])) == {none}
	unknown(judged(object.union(facts.issues([]), {"sources": []}))) == {none, "there is no export of issues"}
}

test_every_blocking_label_has_to_be_in_a_whole_export if {
	unknown(of_sources([facts.issue_source({"states": "open"})])) == set()
	unknown(of_sources([facts.issue_source({"labels": ["blocker"]})])) == {
		"no whole export shows every open issue with the label `blocking`",
		"no whole export shows every open issue with the label `release-blocker`",
	}
	count(unknown(of_sources([facts.issue_source({"milestone": "1.3.0"})]))) == 3
	count(unknown(of_sources([facts.issue_source({"status": "crashed", "reason": "gh ended with the exit status 1"})]))) == 4
}

test_what_is_contradicted_is_unknown if {
	twice := [feedback(5, ["blocker"], {"contradicted": true}), feedback(5, [], {"contradicted": true})]
	unknown(of_issues(twice)) == {"exports say different things of #5 (What it is about), `issues.json` among them"}
}

test_it_takes_a_version if {
	document := object.union(of_issues([dealt_with]), {"release": {"version": null}})
	"it is not known which version is to be released" in unknown(document)
}
