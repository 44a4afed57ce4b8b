package relcheck.policy.security.advisory_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.security.advisory as rule

fix := facts.commit(facts.head, "security: close the door", [facts.change("security", false)])

judged(commits, changed) := object.union(facts.judged("patch", "1.2.4"), {"facts": {
	"changes": {"commits": commits},
	"advisory_drafts": changed,
}})

drafted(drafts) := judged([fix], {"drafts": drafts})

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

messages(document) := {entry.message | some entry in denied(document)}

unknown(document) := reasons if {
	reasons := rule.unknown with input as document with data.relcheck.params as facts.params
}

not_applicable(document) := found if {
	found := rule.not_applicable with input as document with data.relcheck.params as facts.params
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

product(changed) := facts.advised_product(changed)

draft(changed) := facts.advisory_draft({"products": [product(changed)]})

test_a_draft_that_says_all_passes if {
	document := drafted([draft({})])
	denied(document) == set()
	unknown(document) == set()
	not_applicable(document) == set()
	looked_at(document) == {
		"1 security fix: `4ea0c1c5d3` `security: close the door`",
		"`advisories/DEMO-1.json` (OSV) for CVE-2026-1234, DEMO-1",
	}
}

test_no_draft_fails if {
	denied(drafted([])) == {{
		"subject": "advisory",
		"message": "no advisory is drafted for 1 security fix: `4ea0c1c5d3` `security: close the door`",
	}}
}

test_a_draft_for_another_project_is_none if {
	messages(drafted([draft({"name": "other", "normal_name": "other"})])) == {"no advisory is drafted for 1 security fix: `4ea0c1c5d3` `security: close the door` (1 draft is for another project: `advisories/DEMO-1.json` names `other`)"}
	nothing := facts.advisory_draft({"products": []})
	messages(drafted([nothing])) == {"no advisory is drafted for 1 security fix: `4ea0c1c5d3` `security: close the door` (1 draft is for another project: `advisories/DEMO-1.json` names no product)"}
}

test_the_name_may_have_a_path_before_it if {
	denied(drafted([draft({"name": "github.com/ada/Demo", "normal_name": "github-com/ada/demo"})])) == set()
}

test_a_draft_that_was_taken_back_or_is_for_an_earlier_release_is_none if {
	count(denied(drafted([object.union(draft({}), {"withdrawn": true})]))) == 1
	count(denied(drafted([draft({"fixed": ["1.2.3"]})]))) == 1
}

test_affected_versions_have_to_be_named if {
	messages(drafted([draft({"ranges": [], "versions": []})])) == {"`advisories/DEMO-1.json` (OSV) does not say which versions are affected"}
}

test_the_previous_release_has_to_be_affected if {
	wrong := "`advisories/DEMO-1.json` (OSV) does not say that 1.2.3 is affected, which users have"
	messages(drafted([draft({"ranges": [range(null, bound("1.2.0", false))]})])) == {wrong}
	messages(drafted([draft({"ranges": [range(null, bound("1.2.3", false))]})])) == {wrong}
	messages(drafted([draft({"ranges": [range(bound("1.2.3", false), null)]})])) == {
		wrong,
		"`advisories/DEMO-1.json` (OSV) says that 1.2.4 is affected, which is to fix it",
	}
	messages(drafted([draft({"ranges": [range(null, bound("1.2.3", true))]})])) == set()
	messages(drafted([draft({"ranges": [range(bound("1.2.3", true), bound("1.2.4", false))]})])) == set()
	messages(drafted([draft({"ranges": [], "versions": ["1.2.3"]})])) == set()
}

test_the_candidate_must_not_be_affected if {
	wrong := "`advisories/DEMO-1.json` (OSV) says that 1.2.4 is affected, which is to fix it"
	messages(drafted([draft({"ranges": [range(null, null)]})])) == {wrong}
	messages(drafted([draft({"ranges": [range(bound("1.0.0", true), bound("1.2.4", true))]})])) == {wrong}
}

test_a_fixed_version_has_to_be_named if {
	messages(drafted([draft({"fixed": []})])) == {"`advisories/DEMO-1.json` (OSV) names no fixed version"}
	messages(drafted([draft({"fixed": ["1.3.0"]})])) == {"`advisories/DEMO-1.json` (OSV) names 1.3.0 as fixed, and not 1.2.4"}
	messages(drafted([draft({"fixed": ["1.1.9", "1.2.4"]})])) == set()
}

range(from, to) := {"from": from, "to": to}

bound(version, included) := {"version": version, "included": included}

named(id, subject, changes) := judged([facts.commit(facts.head, subject, changes)], {
	"drafts": [draft({})],
	"named": [{"commit": facts.head, "id": id}],
})

test_each_vulnerability_that_a_fix_names_needs_its_advisory if {
	change := [facts.change("fix", false)]
	denied(named("CVE-2026-1234", "fix: close the door", change)) == set()
	messages(named("CVE-2026-9", "fix: close the door", change)) == {"no drafted advisory names `CVE-2026-9`, which a fix does"}
	denied(named("CVE-2026-1234", "Close the door", [])) == set()
}

test_only_the_draft_for_what_is_fixed_is_judged if {
	other := facts.advisory_draft({"path": "advisories/DEMO-2.json", "ids": ["DEMO-2"], "products": [product({"fixed": []})]})
	change := [facts.change("fix", false)]
	document := named("CVE-2026-1234", "fix: close the door", change)
	denied(object.union(document, {"facts": {"advisory_drafts": {"drafts": [draft({}), other]}}})) == set()
}

test_another_version_of_a_dependency_is_no_fix if {
	bump := [facts.change("build", false)]
	not_applicable(named("CVE-2026-1234", "build: bump requests", bump)) == {"no commit and no changelog entry since the previous release is a security fix"}
	scoped := [object.union(facts.change("fix", false), {"scope": "deps"})]
	count(not_applicable(named("CVE-2026-1234", "fix(deps): bump requests", scoped))) == 1
}

test_a_scope_or_a_changelog_entry_is_a_fix_too if {
	scoped := facts.commit(facts.head, "fix(security): close the door", [object.union(facts.change("fix", false), {"scope": "security"})])
	count(denied(judged([scoped], {"drafts": []}))) == 1
	section := object.union(facts.section("1.2.4", 5), {"groups": [facts.group("Security", 7, ["The door is closed (CVE-2026-9)."])]})
	document := object.union(judged([], {"drafts": []}), {"facts": {"changelog": {"files": [facts.changelog([section])]}}})
	messages(document) == {"no advisory is drafted for 1 security fix: `CHANGELOG.md:8` `The door is closed (CVE-2026-9).`"}
	drafts := {"facts": {"advisory_drafts": {"drafts": [draft({})]}}}
	messages(object.union(document, drafts)) == {"no drafted advisory names `CVE-2026-9`, which a fix does"}
}

test_each_vulnerability_that_the_changelog_names_needs_a_draft_by_its_name if {
	every words, missing in {
		"Closed (GHSA-2aaa-bbbb-cccc).": {"no drafted advisory names `GHSA-2AAA-BBBB-CCCC`, which a fix does"},
		"Closed (GO-2026-1234).": {"no drafted advisory names `GO-2026-1234`, which a fix does"},
		"Closed (CVE-2026-1234, GHSA-2aaa-bbbb-cccc).": set(),
	} {
		section := object.union(facts.section("1.2.4", 5), {"groups": [facts.group("security", 7, [words])]})
		messages(object.union(judged([], {}), {"facts": {"changelog": {"files": [facts.changelog([section])]}}})) == missing
	}
}

test_a_fix_that_was_reverted_is_none if {
	reverted := object.union(fix, {"reverted_by": facts.released})
	count(not_applicable(judged([reverted], {}))) == 1
}

test_an_advisory_that_cannot_be_read_is_unknown if {
	document := judged([fix], {"drafts": [], "unread": [{"path": "advisories/a.json", "reason": "it is cut off"}]})
	unknown(document) == {"`advisories/a.json` is an advisory that cannot be read: it is cut off"}
	denied(document) == set()
}

test_a_recorded_answer_that_is_worth_nothing_is_unknown if {
	report := {
		"evidence": facts.recorded("gh.json", "advisory", "gh api"),
		"status": "crashed",
		"reason": "it ended with 1",
	}
	found := unknown(judged([fix], {"drafts": [], "reports": [report]}))
	{entry.reason | some entry in found} == {"`gh.json` does not count: it ended with 1"}
}

test_a_first_release_is_not_applicable if {
	first := object.union(facts.first("minor", "0.1.0"), {"facts": {"changes": {"commits": [fix]}}})
	not_applicable(first) == {"nothing was released before that could be affected"}
	denied(first) == set()
	shallow := object.union(facts.shallow("minor", "0.1.0"), {"facts": {"changes": {"commits": [fix]}}})
	not_applicable(shallow) == set()
	count(unknown(shallow)) == 1
}

test_without_a_version_it_is_unknown if {
	unversioned := object.union(facts.unversioned("patch"), {"facts": {"changes": {"commits": [fix]}}})
	count(unknown(unversioned)) == 1
}

test_what_was_not_looked_into_is_named if {
	"2 JSON and YAML files were not looked into: there are too many" in looked_at(judged([fix], {"passed_over": 2}))
}
