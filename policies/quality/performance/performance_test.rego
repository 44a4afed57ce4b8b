package relcheck.policy.quality.performance_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.lib.speed
import data.relcheck.policy.quality.performance as rule

judged(changed) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"benchmarks": changed}})

whole(changed) := object.union(facts.benchmarks([facts.compared("test_open", {})]), changed)

one(changed) := judged(facts.benchmarks([facts.compared("test_open", changed)]))

with_params(changed) := object.union(facts.params, {"quality": {"performance": changed}})

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

denied_with(document, changed) := found if {
	found := rule.deny with input as document with data.relcheck.params as with_params(changed)
}

messages(document) := {finding.message | some finding in denied(document)}

unknown(document) := unknown_with(document, {})

unknown_with(document, changed) := reasons if {
	found := rule.unknown with input as document with data.relcheck.params as with_params(changed)
	reasons := {entry.reason | some entry in found}
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

test_what_got_no_slower_passes if {
	document := judged(whole({"new": ["test_shut"]}))
	denied(document) == set()
	unknown(document) == set()
	looked_at(document) == {
		"`bench.json` (pytest-benchmark)",
		"1 benchmark of `v1.2.3`: `.relcheck/previous/bench.json` (recorded)",
		"new: `test_shut`",
	}
}

test_what_got_slower_fails if {
	denied(one({"smaller": facts.speed_change(123400), "now": 1123400000})) == {{
		"subject": "test_open",
		"message": "`test_open` takes 12.3 % longer than at `v1.2.3`: 1.12 ms instead of 1.00 ms",
	}}
	messages(one({"smaller": facts.speed_change(123400), "now": null})) == {"`test_open` takes 12.3 % longer than at `v1.2.3`"}
	messages(one({"smaller": facts.speed_change(123400), "before": null})) == {"`test_open` takes 12.3 % longer than at `v1.2.3`"}
}

test_a_rate_that_fell_fails if {
	rate := {"unit": "MB/s", "before": 200000000, "now": 100000000, "smaller": null, "bigger": facts.speed_change(1000000)}
	messages(one(rate)) == {"`test_open` takes 100.0 % longer than at `v1.2.3`: 100 MB/s instead of 200 MB/s"}
	unknown(one(rate)) == set()
}

test_less_than_the_limit_passes if {
	document := one({"smaller": facts.speed_change(39999)})
	denied(document) == set()
	unknown(document) == set()
}

test_what_the_noise_hides_is_unknown if {
	document := one({"smaller": facts.speed_change(50000)})
	denied(document) == set()
	unknown(document) == {"1 benchmark is too noisy to tell: `test_open` (4.0 % to 6.0 %)"}
}

test_what_moved_less_than_single_samples_is_unknown if {
	document := one({"smaller": object.union(facts.speed_change(100000), {"noise": 200000})})
	denied(document) == set()
	unknown(document) == {"1 benchmark is too noisy to tell: `test_open` (9.0 % to 11.0 %)"}
	count(denied(one({"smaller": object.union(facts.speed_change(100000), {"noise": null})}))) == 1
}

test_a_median_without_its_minimum_is_unknown if {
	document := one({"smaller": object.union(facts.speed_change(100000), {"best": 0})})
	denied(document) == set()
	count(unknown(document)) == 1
	count(denied(one({"smaller": object.union(facts.speed_change(100000), {"best": null})}))) == 1
}

test_what_has_no_median_is_unknown if {
	document := one({"smaller": object.union(facts.speed_change(100000), {"middle": null})})
	denied(document) == set()
	count(unknown(document)) == 1
}

single(middle) := one({"samples": 1, "smaller": {"middle": middle, "least": null, "most": null, "best": null, "noise": null}})

test_single_numbers_say_something_only_far_apart if {
	unknown(single(0)) == {"1 benchmark is too noisy to tell: `test_open` (1 sample)"}
	count(unknown(single(1000000))) == 1
	count(unknown(single(null))) == 1
	count(denied(single(1000001))) == 1
	count(unknown(single(-500000))) == 1
	denied(single(-500001)) == set()
	unknown(single(-500001)) == set()
}

test_many_are_named_in_part if {
	all := [facts.compared(sprintf("test_%d", [number]), {"smaller": facts.speed_change(50000)}) |
		some number in numbers.range(1, 8)
	]
	some reason in unknown(judged(facts.benchmarks(all)))
	startswith(reason, "8 benchmarks are too noisy to tell: `test_1` (4.0 % to 6.0 %), ")
	endswith(reason, " and 2 more")
}

test_a_benchmark_that_is_gone_fails if {
	messages(judged(whole({"vanished": ["test_shut"]}))) == {"1 benchmark was measured at `v1.2.3` and is gone: `test_shut`"}
	messages(judged(whole({"vanished": ["a", "b"]}))) == {"2 benchmarks were measured at `v1.2.3` and are gone: `a`, `b`"}
	denied_with(judged(whole({"vanished": ["test_shut"]})), {"gone": ["test_s*"]}) == set()
	count(denied_with(judged(whole({"vanished": ["test_shut"]})), {"gone": ["test_o*"]})) == 1
}

test_what_says_nothing_of_its_direction_is_unknown if {
	points := {"unit": "points", "smaller": facts.speed_change(100000), "bigger": facts.speed_change(-90000)}
	denied(one(points)) == set()
	unknown(one(points)) == {"whether the greater or the smaller number of `test_open` is the better one is not known"}
	unknown_with(one(points), {"bigger_is_better": ["points"]}) == set()
	denied_with(one(points), {"bigger_is_better": ["points"]}) == set()
	unknown_with(one(points), {"smaller_is_better": ["points"]}) == set()
	count(denied_with(one(points), {"smaller_is_better": ["points"]})) == 1
}

test_what_cannot_be_compared_is_unknown if {
	document := one({"smaller": null, "reason": "its unit was `ps` and is `B/op`"})
	denied(document) == set()
	unknown(document) == {"`test_open` cannot be compared: its unit was `ps` and is `B/op`"}
}

test_no_report_is_unknown if {
	document := judged(whole({"reports": [], "compared": []}))
	unknown(document) == {"there is no report of benchmarks"}
}

test_an_unknown_release_before_is_unknown if {
	unknown(judged(whole({"earlier": [], "compared": []}))) == {"how fast `v1.2.3` is was not measured"}
	other := facts.earlier_benchmarks({"reason": "it speaks of 333333333333, and `v1.2.3` is 111111111111"})
	unknown(judged(whole({"earlier": [other], "compared": []}))) == {
		"how fast `v1.2.3` is was not measured",
		"`.relcheck/previous/bench.json` is not used: it speaks of 333333333333, and `v1.2.3` is 111111111111",
	}
}

test_a_first_release_has_nothing_to_compare if {
	first := object.union(facts.first("minor", "1.3.0"), {"facts": {"benchmarks": whole({"earlier": [], "compared": []})}})
	found := rule.not_applicable with input as first with data.relcheck.params as facts.params
	found == {"nothing was released before"}
	unknown(first) == set()
}

test_another_commit_in_the_report_is_unknown if {
	report := facts.benchmark_report({"measured": facts.elsewhere})
	unknown(judged(whole({"reports": [report]}))) == {"`bench.json` speaks of 222222222222 itself, and was recorded for another commit"}
	same := facts.benchmark_report({"measured": facts.head})
	unknown(judged(whole({"reports": [same]}))) == set()
}

test_runs_that_failed_are_unknown if {
	report := facts.benchmark_report({"failed": ["test_open"]})
	unknown(judged(whole({"reports": [report]}))) == {"runs failed of `test_open`: how fast they are is not how fast what works is"}
}

test_another_machine_is_unknown if {
	elsewhere := object.union(
		facts.benchmarks([facts.compared("test_open", {"smaller": facts.speed_change(100000)})]),
		{"earlier": [facts.earlier_benchmarks({"machine": "M4, Darwin"})]},
	)
	told := "another machine was measured on: on `M4, Darwin` then, on `EPYC, Linux` now"
	denied(judged(elsewhere)) == set()
	unknown(judged(elsewhere)) == {told}
	unknown_with(judged(elsewhere), {"machines": "any"}) == set()
	found := {finding.message | some finding in denied_with(judged(elsewhere), {"machines": "any"})}
	found == {told, "`test_open` takes 10.0 % longer than at `v1.2.3`: 1.00 ms instead of 1.00 ms"}
	silent := object.union(elsewhere, {"earlier": [facts.earlier_benchmarks({"machine": null})]})
	unknown(judged(silent)) == set()
	mute := object.union(elsewhere, {"reports": [facts.benchmark_report({"machine": null})]})
	unknown(judged(mute)) == set()
}

test_numbers_are_written_with_three_digits if {
	speed.measured(1000, "ps") == "1.00 ns"
	speed.measured(12340, "ps") == "12.3 ns"
	speed.measured(123456, "ps") == "123 ns"
	speed.measured(1234567, "ps") == "1.23 µs"
	speed.measured(12345678901, "ps") == "12.3 ms"
	speed.measured(1234567890123, "ps") == "1.23 s"
	speed.measured(345000000, "B/op") == "345 B/op"
	speed.percent(-123456) == "-12.3 %"
	speed.percent(-200) == "0.0 %"
	speed.percent(-2000) == "-0.2 %"
}

sources(head, before) := {"sources": {"head": head, "previous": before}}

test_a_project_that_measures_nothing_is_told_how_to_go_on if {
	document := judged(object.union({"reports": [], "earlier": [], "compared": []}, sources([], [])))
	unknown(document) == {"there is no report of benchmarks, and relcheck finds none to run, here or at `v1.2.3`"}
	found := rule.unknown with input as document with data.relcheck.params as facts.params
	every entry in found {
		contains(entry.fix, "`[rules.quality.performance]` and `skip = \"REASON\"`")
	}
	some_gone := judged(object.union({"reports": [], "earlier": [], "compared": []}, sources([], ["benches/a.rs"])))
	unknown(some_gone) == {"there is no report of benchmarks", "how fast `v1.2.3` is was not measured"}
}

test_the_first_benchmarks_are_warned_of if {
	first := whole(object.union({"earlier": [], "compared": []}, sources(["benches/a.rs"], [])))
	unknown(judged(first)) == set()
	denied(judged(first)) == {{
		"subject": "benchmarks",
		"message": "nothing was compared: these are the first benchmarks, and `v1.2.3` has none to be measured (`benches/a.rs`)",
		"fix": "keep what was recorded: the next release is compared with it",
		"level": "warn",
	}}
	unmeasured := judged(object.union(first, {"reports": []}))
	unknown(unmeasured) == {"there is no report of benchmarks"}
	denied(unmeasured) == set()
	known := judged(object.union(first, sources(["benches/a.rs"], ["benches/a.rs"])))
	unknown(known) == {"how fast `v1.2.3` is was not measured"}
	denied(known) == set()
}
