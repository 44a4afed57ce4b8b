package relcheck.policy.dependencies.vulnerabilities_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.dependencies.vulnerabilities as rule

judged(changed) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"vulnerabilities": changed}})

found(list) := judged({"found": list})

denied(document) := result if {
	result := rule.deny with input as document with data.relcheck.params as facts.params
}

unknown(document) := reasons if {
	result := rule.unknown with input as document with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in result}
}

looked_at(document) := result if {
	result := rule.looked_at with input as document with data.relcheck.params as facts.params
}

not_applicable(document) := result if {
	result := rule.not_applicable with input as document with data.relcheck.params as facts.params
}

messages(list) := {finding.message | some finding in denied(found(list))}

levels(list) := {object.get(finding, "level", "deny") | some finding in denied(found(list))}

test_packages_that_nobody_warns_of_pass if {
	denied(found([])) == set()
	unknown(found([])) == set()
	not_applicable(found([])) == set()
	looked_at(found([])) == {"2 packages of pypi", "`advisories` as of 2026-01-30"}
}

test_a_vulnerability_is_shown_with_the_way_out if {
	denied(found([facts.vulnerability({})])) == {{
		"subject": "PYSEC-2024-70 in django 4.2.14",
		"message": "`PYSEC-2024-70` (CVE-2024-42005) in `django 4.2.14`: CVSS 9.8, SQL injection in column aliases",
		"fix": "take `django` 4.2.15",
		"evidence": {"file": "requirements.txt", "line": 3},
	}}
}

test_one_without_a_fixed_version_says_so if {
	some finding in denied(found([facts.vulnerability({"fixed": [], "line": null})]))
	startswith(finding.fix, "there is no fixed version: replace `django`")
	finding.evidence == {"file": "requirements.txt"}
}

test_one_that_only_a_report_knows_has_no_place if {
	some finding in denied(found([facts.vulnerability({"path": null, "line": null, "aliases": [], "summary": null})]))
	finding.evidence == {}
	finding.message == "`PYSEC-2024-70` in `django 4.2.14`: CVSS 9.8"
}

test_the_score_decides if {
	levels([facts.vulnerability({"score": 100})]) == {"deny"}
	levels([facts.vulnerability({"score": 70})]) == {"deny"}
	levels([facts.vulnerability({"score": 69})]) == {"warn"}
	levels([facts.vulnerability({"score": 40})]) == {"warn"}
	levels([facts.vulnerability({"score": 39})]) == set()
	levels([facts.vulnerability({"score": 0})]) == set()
}

test_one_below_the_thresholds_is_named if {
	"not counted, below 4.0: PYSEC-2024-70 in django 4.2.14" in looked_at(found([facts.vulnerability({"score": 39})]))
}

test_one_without_a_score_is_the_worst if {
	unscored := facts.vulnerability({"score": null, "vector": null})
	levels([unscored]) == {"deny"}
	messages([unscored]) == {"`PYSEC-2024-70` (CVE-2024-42005) in `django 4.2.14`: no score, so it counts as the worst, SQL injection in column aliases"}
}

test_what_is_unmaintained_is_a_warning if {
	notice := facts.vulnerability({"informational": "unmaintained", "score": null})
	levels([notice]) == {"warn"}
	messages([notice]) == {"`django 4.2.14` is unmaintained: `PYSEC-2024-70`, SQL injection in column aliases"}
}

test_a_statement_with_a_reason_excuses_it if {
	stated := facts.vulnerability({"statements": [facts.vex_statement({})]})
	denied(found([stated])) == set()
	"PYSEC-2024-70 in django 4.2.14: not affected (vulnerable_code_not_present), says `demo.openvex.json`" in looked_at(found([stated]))
	noted := facts.vulnerability({"statements": [facts.vex_statement({"justification": null, "note": "not called"})]})
	denied(found([noted])) == set()
	mended := facts.vulnerability({"statements": [facts.vex_statement({"status": "fixed", "justification": null})]})
	denied(found([mended])) == set()
	"PYSEC-2024-70 in django 4.2.14: fixed, says `demo.openvex.json`" in looked_at(found([mended]))
}

test_a_statement_that_excuses_nothing_is_named if {
	unreasoned := facts.vulnerability({"statements": [facts.vex_statement({"justification": null})]})
	levels([unreasoned]) == {"deny"}
	investigated := facts.vulnerability({"statements": [facts.vex_statement({"status": "under-investigation"})]})
	messages([investigated]) == {"`PYSEC-2024-70` (CVE-2024-42005) in `django 4.2.14`: CVSS 9.8, SQL injection in column aliases; `demo.openvex.json` says `under-investigation`"}
}

test_the_latest_statement_decides if {
	both := facts.vulnerability({"statements": [facts.vex_statement({"status": "affected"}), facts.vex_statement({})]})
	levels([both]) == {"deny"}
}

test_a_statement_that_cannot_be_read_is_a_warning if {
	denied(judged({"unread_statements": [{"path": "vex.json", "reason": "it is cut off"}]})) == {{
		"subject": "vex.json",
		"message": "`vex.json` states nothing: it is cut off",
		"level": "warn",
		"evidence": {},
	}}
}

test_a_score_that_contradicts_its_vector_is_a_warning if {
	contradicting := facts.vulnerability({"score": 0, "contradictions": ["a gives 3.1, and its vector has 0.0"]})
	messages([contradicting]) == {"`PYSEC-2024-70` contradicts itself: a gives 3.1, and its vector has 0.0"}
}

test_packages_that_nobody_looked_up_are_unknown if {
	unknown(judged({
		"databases": [],
		"ecosystems": [{"ecosystem": "npm", "packages": 1, "databases": [], "reports": [], "partial": []}],
	})) == {"nothing tells which of the 1 package of npm are vulnerable"}
}

test_an_old_database_is_unknown if {
	old := facts.advisory_database({"as_of": facts.now - (8 * 86400)})
	unknown(judged({"databases": [old]})) == {"nothing tells which of the 2 packages of pypi are vulnerable: `advisories` is more than 7 days old"}
	current := facts.advisory_database({"as_of": facts.now - (7 * 86400)})
	unknown(judged({"databases": [current]})) == set()
}

test_a_database_without_an_age_is_unknown if {
	ageless := facts.advisory_database({"as_of": null, "commit": null})
	unknown(judged({"databases": [ageless]})) == {"nothing tells which of the 2 packages of pypi are vulnerable: `advisories` does not say how old it is: name a clone of its repository"}
	"`advisories`" in looked_at(judged({"databases": [ageless]}))
}

test_a_database_from_the_future_is_unknown if {
	future := facts.advisory_database({"as_of": facts.now + 301})
	unknown(judged({"databases": [future]})) == {"nothing tells which of the 2 packages of pypi are vulnerable: `advisories` is from the future: the clocks do not agree"}
}

test_a_database_that_cannot_be_read_is_unknown if {
	broken := facts.advisory_database({"as_of": null, "problems": ["`PYSEC-1.yaml` cannot be read: it is empty"]})
	unknown(judged({"databases": [broken]})) == {
		"nothing tells which of the 2 packages of pypi are vulnerable",
		"`advisories` `PYSEC-1.yaml` cannot be read: it is empty",
	}
}

report(changed) := object.union(
	{
		"evidence": facts.recorded("pip-audit.json", "vulnerabilities", "pip-audit"),
		"status": "complete",
		"reason": null,
		"found": 0,
		"unscanned": [],
		"database": null,
		"unresolved": [],
	},
	changed,
)

reported(changed) := judged({
	"databases": [],
	"reports": [report(changed)],
	"ecosystems": [{"ecosystem": "pypi", "packages": 2, "databases": [], "reports": ["pip-audit.json"], "partial": []}],
})

test_a_report_that_looked_all_up_is_enough if {
	unknown(reported({})) == set()
	"`pip-audit.json` (pip-audit)" in looked_at(reported({}))
}

test_a_report_that_proves_nothing_is_unknown if {
	unknown(reported({"status": "crashed", "reason": "pip-audit ended with the exit status 2"})) == {
		"nothing tells which of the 2 packages of pypi are vulnerable",
		"`pip-audit.json` does not count: pip-audit ended with the exit status 2",
	}
}

test_a_report_that_asked_an_old_database_proves_nothing if {
	unknown(reported({"database": {"as_of": facts.now - 600}})) == set()
	told := {
		"asked a database that is more than 7 days old": facts.now - (8 * 86400),
		"asked a database from the future: the clocks do not agree": facts.now + 86400,
		"does not say how old the database is that it asked": null,
	}
	every flaw, as_of in told {
		unknown(reported({"database": {"as_of": as_of}})) == {
			"nothing tells which of the 2 packages of pypi are vulnerable",
			sprintf("`pip-audit.json` %s", [flaw]),
		}
	}
}

test_what_a_report_left_out_is_unknown if {
	unknown(reported({"unscanned": ["local 1.0"]})) == {"`pip-audit.json` does not tell of `local 1.0`"}
}

test_what_cargo_audit_was_told_to_ignore_is_to_be_told if {
	ignoring := reported({"evidence": {"tool": "cargo-audit"}, "unscanned": ["RUSTSEC-2021-0003"]})
	found := rule.unknown with input as ignoring with data.relcheck.params as facts.params
	some entry in found
	contains(entry.reason, "does not tell of `RUSTSEC-2021-0003`")
	contains(entry.fix, "without `--ignore`")
	every one in found {
		not contains(one.fix, "pip-audit")
	}
}

test_what_a_report_finds_in_no_package_is_unknown if {
	unknown(reported({"unresolved": ["`CVE-1` affects `x`, which is none of its components"]})) == {"`pip-audit.json` does not say which package is vulnerable: `CVE-1` affects `x`, which is none of its components"}
}

test_a_report_that_does_not_say_what_it_looked_up_is_named if {
	unknown(judged({
		"databases": [],
		"reports": [report({})],
		"ecosystems": [{
			"ecosystem": "pypi",
			"packages": 2,
			"databases": [],
			"reports": [],
			"partial": [{"path": "osv.json", "reason": "does not say which packages it looked up"}],
		}],
	})) == {"nothing tells which of the 2 packages of pypi are vulnerable: `osv.json` does not say which packages it looked up"}
}

test_an_inventory_with_gaps_is_unknown if {
	unknown(judged({"gaps": [{"path": "poetry.lock", "reason": "it is cut off"}]})) == {"`poetry.lock` does not tell all packages: it is cut off"}
	unknown(judged({"unversioned": [{"name": "requests", "path": "requirements.txt", "line": 1}]})) == {"no version is fixed of `requests`"}
}

test_what_is_not_read_is_unknown if {
	unknown(judged({"unread": ["Gemfile", "Gemfile.lock"]})) == {"what stands in `Gemfile`, `Gemfile.lock` is not read, so nothing looked those packages up"}
}

test_an_advisory_that_cannot_be_compared_is_unknown if {
	unknown(judged({"unclear": [{"purl": "pkg:pypi/a@1", "id": "PYSEC-1", "reason": "it names no versions"}]})) == {"whether `PYSEC-1` affects `pkg:pypi/a@1` cannot be told: it names no versions"}
}

test_no_packages_is_not_applicable if {
	none := judged({"packages": 0, "ecosystems": [], "databases": []})
	not_applicable(none) == {"the project depends on no packages"}
	unread := judged({"packages": 0, "ecosystems": [], "gaps": [{"path": "Pipfile.lock", "reason": "it is empty"}]})
	not_applicable(unread) == set()
	not_applicable(judged({"packages": 0, "ecosystems": [], "unread": ["Gemfile.lock"]})) == set()
}

exploited(changed) := facts.vulnerability(object.union({"exploited": [facts.known_exploit]}, changed))

test_one_that_is_exploited_stops_whatever_its_score if {
	levels([exploited({"score": 0})]) == {"deny"}
	messages([exploited({"score": 31})]) == {"`PYSEC-2024-70` (CVE-2024-42005) in `django 4.2.14`: CVSS 3.1, known to be exploited (`kev.json`), SQL injection in column aliases"}
	in_ransomware := facts.vulnerability({"exploited": [object.union(facts.known_exploit, {"in_ransomware": true})]})
	messages([in_ransomware]) == {"`PYSEC-2024-70` (CVE-2024-42005) in `django 4.2.14`: CVSS 9.8, known to be exploited in ransomware campaigns (`kev.json`), SQL injection in column aliases"}
}

test_one_that_is_exploited_is_no_notice if {
	levels([exploited({"informational": "notice", "score": null})]) == {"deny"}
}

test_one_that_is_exploited_may_be_a_warning if {
	result := rule.deny with input as found([exploited({"score": 0})])
		with data.relcheck.params as object.union(facts.params, {"dependencies": {"vulnerabilities": {"exploited": "warn"}}})
	{object.get(finding, "level", "deny") | some finding in result} == {"warn"}
}

predicted(probability) := facts.vulnerability({"score": 0, "predicted": [facts.exploit_prediction(probability)]})

test_the_probability_decides_whatever_the_score if {
	levels([predicted(100000)]) == {"deny"}
	levels([predicted(50000)]) == {"deny"}
	levels([predicted(49999)]) == {"warn"}
	levels([predicted(10000)]) == {"warn"}
	levels([predicted(9999)]) == set()
	messages([predicted(95739)]) == {"`PYSEC-2024-70` (CVE-2024-42005) in `django 4.2.14`: CVSS 0.0, EPSS 95.739 %, SQL injection in column aliases"}
	messages([predicted(10007)]) == {"`PYSEC-2024-70` (CVE-2024-42005) in `django 4.2.14`: CVSS 0.0, EPSS 10.007 %, SQL injection in column aliases"}
}

test_a_low_probability_excuses_nothing if {
	levels([facts.vulnerability({"predicted": [facts.exploit_prediction(1)]})]) == {"deny"}
	levels([facts.vulnerability({"score": null, "predicted": [facts.exploit_prediction(0)]})]) == {"deny"}
}

test_a_notice_that_is_likely_to_be_exploited_is_a_vulnerability if {
	likely := facts.vulnerability({"informational": "unsound", "score": null, "predicted": [facts.exploit_prediction(20000)]})
	levels([likely]) == {"warn"}
	some message in messages([likely])
	contains(message, "EPSS 20.000 %")
}

test_one_that_is_excused_is_named_as_exploited if {
	stated := exploited({"statements": [facts.vex_statement({})], "predicted": [facts.exploit_prediction(95739)]})
	denied(found([stated])) == set()
	"PYSEC-2024-70 in django 4.2.14: not affected (vulnerable_code_not_present), says `demo.openvex.json`, known to be exploited (`kev.json`), EPSS 95.739 %" in looked_at(found([stated]))
}

listed(changed) := judged({"exploit_lists": [facts.exploit_list(changed)]})

epss := {"kind": "epss", "path": "epss.csv", "version": "v2026.01.01", "entries": 1}

test_a_list_that_is_current_is_named if {
	unknown(listed({})) == set()
	"`kev.json` (KEV) as of 2026-01-30, 1404 vulnerabilities" in looked_at(listed({}))
	"`epss.csv` (EPSS) as of 2026-01-30, 1 vulnerability" in looked_at(listed(epss))
	broken := facts.exploit_list({"path": "old.json", "as_of": null, "problems": ["cannot be read"]})
	some_broken := looked_at(judged({"exploit_lists": [facts.exploit_list({}), broken, facts.exploit_list(epss)]}))
	"`kev.json` (KEV) as of 2026-01-30, 1404 vulnerabilities" in some_broken
	"`old.json` (KEV)" in some_broken
	"`epss.csv` (EPSS) as of 2026-01-30, 1 vulnerability" in some_broken
}

test_each_list_has_an_age_of_its_own if {
	both := judged({"exploit_lists": [
		facts.exploit_list({"as_of": facts.now - (8 * 86400)}),
		facts.exploit_list(object.union(epss, {"as_of": facts.now - (8 * 86400)})),
	]})
	unknown(both) == {"`epss.csv` is more than 7 days old"}
}

test_an_old_list_is_unknown if {
	unknown(listed({"as_of": facts.now - (21 * 86400)})) == set()
	unknown(listed({"as_of": facts.now - (22 * 86400)})) == {"`kev.json` is more than 21 days old"}
	unknown(listed(object.union(epss, {"as_of": facts.now - (7 * 86400)}))) == set()
	unknown(listed(object.union(epss, {"as_of": facts.now - (8 * 86400)}))) == {"`epss.csv` is more than 7 days old"}
}

test_a_list_that_proves_nothing_is_unknown if {
	unknown(listed({"as_of": null})) == {"`kev.json` does not say how old it is"}
	unknown(listed({"as_of": facts.now + 301})) == {"`kev.json` is from the future: the clocks do not agree"}
	unknown(listed({"as_of": null, "problems": ["cannot be read: no such file"]})) == {"`kev.json` cannot be read: no such file"}
	unknown(listed({"problems": ["is not whole: it lists nothing"]})) == {"`kev.json` is not whole: it lists nothing"}
}

test_what_an_old_list_has_stops_all_the_same if {
	count(denied(judged({"exploit_lists": [facts.exploit_list({"as_of": 0})], "found": [exploited({"score": 0})]}))) == 1
}
