package relcheck.policy.quality.scan_safety_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.scan_safety as rule

judged(reports) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"scans": {"reports": reports}}})

denied(reports) := found if {
	found := rule.deny with input as judged(reports) with data.relcheck.params as facts.params
}

unknown(reports) := reasons if {
	found := rule.unknown with input as judged(reports) with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

looked_at(reports) := found if {
	found := rule.looked_at with input as judged(reports) with data.relcheck.params as facts.params
}

audit(changed) := facts.scan_report("pip-audit", object.union({"packages": 12}, changed))

vulnerable := facts.scan_finding({
	"path": null,
	"line": null,
	"rule": "CVE-2019-19844",
	"package": "django==2.2",
	"message": "accounts can be taken over",
	"severity": "unknown",
	"confidence": "unknown",
})

test_packages_without_a_vulnerability_pass if {
	denied([audit({})]) == set()
	unknown([audit({})]) == set()
	"12 packages" in looked_at([audit({})])
	unknown([facts.scan_report("safety", {})]) == set()
}

test_a_vulnerability_without_a_severity_fails if {
	denied([audit({"findings": [vulnerable]})]) == {{
		"subject": "django==2.2",
		"message": "`CVE-2019-19844` in `django==2.2`, says pip-audit: accounts can be taken over",
		"evidence": {},
	}}
}

test_a_minor_one_does_not if {
	denied([audit({"findings": [object.union(vulnerable, {"severity": "low"})]})]) == set()
}

test_a_vulnerability_that_is_ignored_is_named if {
	hushed := audit({"suppressed": [{"finding": vulnerable, "why": "not reachable"}]})
	"1 suppressed finding: CVE-2019-19844 (not reachable)" in looked_at([hushed])
}

test_an_audit_of_other_packages_is_unknown if {
	other := audit({"doubts": ["names none of the packages that the project depends on, such as `requests`"]})
	unknown([other]) == {"`pip-audit.json` names none of the packages that the project depends on, such as `requests`"}
	unknown([other, audit({})]) == set()
}

test_no_package_that_was_looked_up_is_unknown if {
	unknown([audit({"packages": 0})]) == {"`pip-audit.json` looked up no package"}
}

test_a_package_that_was_not_looked_up_is_unknown if {
	skipped := audit({"unscanned": [{"path": null, "package": "local==1.0", "reason": "it is not on the index"}]})
	unknown([skipped]) == {"`pip-audit.json` does not tell of `local==1.0` (it is not on the index)"}
}

test_of_many_packages_the_first_ones_are_named if {
	unscanned := [{"path": null, "package": sprintf("p%d", [n]), "reason": "r"} | some n in numbers.range(1, 9)]
	unknown([audit({"unscanned": unscanned})]) == {concat("", [
		"`pip-audit.json` does not tell of ",
		"`p1` (r), `p2` (r), `p3` (r), `p4` (r), `p5` (r), `p6` (r) and 3 more",
	])}
}

test_no_report_is_unknown if {
	unknown([]) == {"there is no report of safety or pip-audit"}
}

test_an_old_scan_is_unknown if {
	old := object.union(facts.recorded("pip-audit.json", "scan", "pip-audit"), {"generated_at": facts.now - (8 * 86400)})
	unknown([audit({"evidence": old})]) == {"`pip-audit.json` is more than 7 days old"}
}

test_no_python_is_not_applicable if {
	document := object.union(judged([]), {"facts": {"scans": {"python_files": []}}})
	found := rule.not_applicable with input as document with data.relcheck.params as facts.params
	found == {"no Python file is tracked"}
}
