package relcheck.policy.quality.coverage_total_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.coverage_total as rule

judged(changed) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"coverage": object.union(facts.coverage([]), changed)}})

denied(changed) := found if {
	found := rule.deny with input as judged(changed) with data.relcheck.params as facts.params
}

unknown(changed) := reasons if {
	found := rule.unknown with input as judged(changed) with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

test_a_share_that_did_not_fall_passes if {
	denied({}) == set()
	unknown({}) == set()
	denied({"previous": {"lines": 200, "covered": 190}}) == set()
	found := rule.looked_at with input as judged({}) with data.relcheck.params as facts.params
	found == {"100 executable lines", "`coverage.json` (coverage.py JSON)"}
}

test_a_share_that_fell_fails if {
	denied({"previous": {"lines": 2000, "covered": 1901}}) == {{
		"subject": "coverage",
		"message": "the tests run 95.00 % of the code, and ran 95.05 % at `v1.2.3`",
	}}
}

test_nothing_that_was_measured_fails if {
	messages := {finding.message | some finding in denied({"total": {"lines": 0, "covered": 0}})}
	messages == {"no line of the code was measured"}
	"0.00" == rule.percent({"lines": 0, "covered": 0})
}

test_no_report_is_unknown if {
	"there is no report of coverage" in unknown({"reports": [], "total": null, "new_code": null})
}

test_an_unknown_share_before_is_unknown if {
	unknown({"previous": null}) == {"the coverage at the previous release is not known"}
}

test_a_first_release_has_nothing_to_compare if {
	first := object.union(facts.first("minor", "1.3.0"), {"facts": {"coverage": facts.coverage([])}})
	found := rule.not_applicable with input as first with data.relcheck.params as facts.params
	found == {"nothing was released before"}
}
