package relcheck.policy.docs.readme_version_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.docs.readme_version as rule

with_files(files) := object.union(facts.judged("patch", "1.2.4"), {"facts": {"references": facts.references(files)}})

readme(found) := with_files([facts.document("README.md", "readme", found)])

changed(fields) := object.union(facts.reference(7, "1.2.3"), fields)

denied(found) := findings if {
	document := readme(found)
	findings := rule.deny with input as document with data.relcheck.params as facts.params
}

levels(found) := [object.get(finding, "level", "deny") | some finding in denied(found)]

test_the_candidates_version_passes if {
	document := readme([facts.reference(7, "1.2.4"), facts.bare(8, "1.2.3-rc.1")])
	rule.deny == set() with input as document
	rule.not_applicable == set() with input as document
	rule.unknown == set() with input as document
}

test_another_version_fails_at_its_place if {
	denied([facts.reference(7, "1.2.3")]) == {{
		"subject": "README.md",
		"message": "`README.md:7` names `demo==1.2.3`, not 1.2.4",
		"fix": "write 1.2.4 in place of 1.2.3",
		"evidence": {"file": "README.md", "line": 7},
	}}
}

test_a_later_version_fails_too if levels([facts.reference(7, "1.3.0")]) == ["deny"]

test_a_pre_release_may_name_its_final_release if {
	document := object.union(readme([facts.reference(7, "1.2.4")]), {"release": {"version": facts.version("1.2.4-rc.1")}})
	rule.deny == set() with input as document
}

# What `demo = "…"` requires.
requirement(text, parts) := changed({"form": "requirement", "text": text, "version": facts.version(text), "parts": parts})

test_a_requirement_of_cargo_names_all_that_it_takes[name] if {
	some name, case in {
		"the series": {"parts": 2, "text": "1.0.0", "count": 0},
		"an older patch": {"parts": 3, "text": "1.2.3", "count": 0},
		"the major": {"parts": 1, "text": "1.0.0", "count": 0},
		"a later one": {"parts": 3, "text": "1.2.5", "count": 1},
		"an incompatible one": {"parts": 2, "text": "0.9.0", "count": 1},
		"the next major": {"parts": 1, "text": "2.0.0", "count": 1},
		"a pre-release": {"parts": 3, "text": "1.2.4-rc.1", "count": 1},
	}
	count(denied([requirement(case.text, case.parts)])) == case.count
}

test_below_one_a_requirement_takes_less[name] if {
	some name, case in {
		"the same minor": {"parts": 3, "text": "0.4.1", "wanted": "0.4.2", "count": 0},
		"another minor": {"parts": 2, "text": "0.3.0", "wanted": "0.4.2", "count": 1},
		"any of 0": {"parts": 1, "text": "0.0.0", "wanted": "0.4.2", "count": 0},
		"any of 0.0": {"parts": 2, "text": "0.0.0", "wanted": "0.0.2", "count": 0},
		"another of 0.0": {"parts": 3, "text": "0.0.1", "wanted": "0.0.2", "count": 1},
	}
	document := object.union(readme([requirement(case.text, case.parts)]), {"release": {"version": facts.version(case.wanted)}})
	found := rule.deny with input as document with data.relcheck.params as facts.params
	count(found) == case.count
}

test_a_series_is_current_as_a_whole if {
	denied([changed({"parts": 2, "version": facts.version("1.2.0")})]) == set()
	denied([changed({"parts": 1, "version": facts.version("1.0.0")})]) == set()
	levels([changed({"parts": 2, "version": facts.version("1.1.0")})]) == ["deny"]
	levels([changed({"parts": 1, "version": facts.version("2.0.0")})]) == ["deny"]
}

test_a_badge_and_a_version_alone_count_if_they_were_released if {
	levels([facts.bare(7, "1.2.3")]) == ["deny"]
	levels([object.union(facts.bare(7, "1.2.3"), {"form": "badge", "before": ["io", "badge", "version"]})]) == ["deny"]
	denied([facts.bare(7, "1.2.2")]) == set()
}

test_what_may_be_anothers_is_warned_about if {
	other := object.union(facts.bare(7, "1.2.3"), {"before": ["node"]})
	denied([other]) == {{
		"subject": "README.md",
		"message": "`README.md:7` may name another version than 1.2.4: `v1.2.3`",
		"fix": "write the candidate's version, or say whose it is, or since when it is true",
		"level": "warn",
		"evidence": {"file": "README.md", "line": 7},
	}}
}

test_history_may_be_told if denied([changed({"before": ["since"]})]) == set()

test_a_readme_without_a_version_is_not_applicable if {
	reasons := {"no README names a version of the project"}
	rule.not_applicable == reasons with input as with_files([])
	rule.not_applicable == reasons with input as readme([changed({"form": "constraint"})])
	guide := facts.document("docs/guide.md", "documentation", [facts.reference(7, "1.2.3")])
	rule.not_applicable == reasons with input as with_files([guide])
}

test_a_readme_that_cannot_be_read_is_unknown if {
	unread := [{"path": "README.md", "reason": "`README.md` line 2 is not valid UTF-8"}]
	document := object.union(with_files([]), {"facts": {"references": {"unread": unread}}})
	rule.unknown == {"README was not read: `README.md` line 2 is not valid UTF-8"} with input as document
	rule.not_applicable == set() with input as document
}

test_a_project_without_a_name_is_unknown if {
	document := object.union(with_files([]), {"facts": {"references": {"names": []}}})
	count(rule.unknown) == 1 with input as document
	rule.not_applicable == set() with input as document
}

test_no_version_is_unknown if count(rule.unknown) == 1 with input as facts.unversioned("patch")
