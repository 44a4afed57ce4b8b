package relcheck.policy.dependencies.up_to_date_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.dependencies.up_to_date as rule

judged(ecosystems, reports) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"updates": {
	"ecosystems": ecosystems,
	"reports": reports,
}}})

denied(ecosystems, reports) := found if {
	found := rule.deny with input as judged(ecosystems, reports) with data.relcheck.params as facts.params
}

unknown(ecosystems, reports) := reasons if {
	found := rule.unknown with input as judged(ecosystems, reports) with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

looked_at(ecosystems, reports) := found if {
	found := rule.looked_at with input as judged(ecosystems, reports) with data.relcheck.params as facts.params
}

python := {"ecosystem": "pypi", "direct": 2, "problem": null}

report(behind) := facts.update_report("pypi", behind)

behind(changed) := facts.behind_package("rich", changed)

test_nothing_behind_passes if {
	denied([python], [report([])]) == set()
	unknown([python], [report([])]) == set()
	looked_at([python], [report([])]) == {"`outdated.json` (pip)", "2 direct dependencies of Python packages"}
}

test_a_compatible_newer_version_is_a_finding if {
	denied([python], [report([behind({})])]) == {{
		"subject": "rich",
		"message": "`rich` 13.7.0 is behind 13.9.4",
		"evidence": {"file": "uv.lock", "line": 6},
	}}
	denied([python], [report([behind({"line": null})])]) == {{
		"subject": "rich",
		"message": "`rich` 13.7.0 is behind 13.9.4",
		"evidence": {"file": "uv.lock"},
	}}
	denied([python], [report([behind({"path": null, "line": null, "is_direct": null})])]) == {{
		"subject": "rich",
		"message": "`rich` 13.7.0 is behind 13.9.4",
		"evidence": {},
	}}
}

test_an_incompatible_one_is_named_and_is_none if {
	major := behind({"next": "14.0.0", "step": "major", "latest": "14.0.0"})
	denied([python], [report([major])]) == set()
	"behind an incompatible version: `rich` 13.7.0, of which there is 14.0.0" in looked_at([python], [report([major])])
}

test_what_others_ask_for_is_none if {
	denied([python], [report([behind({"is_direct": false})])]) == set()
}

test_a_version_that_cannot_be_compared_is_unknown if {
	odd := behind({"version": null, "step": "unknown"})
	unknown([python], [report([odd])]) == {"how far `rich` in no known version is behind 13.9.4 is not known: one of them is no version"}
	lost := behind({"next": null, "step": "unknown"})
	unknown([python], [report([lost])]) == {"how far `rich` 13.7.0 is behind the newest is not known: one of them is no version"}
}

test_no_report_is_unknown if {
	unknown([python], []) == {"there is no report of newer versions of Python packages"}
	npm := {"ecosystem": "npm", "direct": 1, "problem": null}
	unknown([python, npm], [report([])]) == {"there is no report of newer versions of npm packages"}
}

test_a_report_that_is_worth_nothing_is_unknown if {
	crashed := object.union(report([]), {"status": "crashed", "reason": "it broke off", "ecosystem": null})
	unknown([python], [crashed]) == {"`outdated.json` does not count: it broke off"}
	old := object.union(report([behind({})]), {"evidence": {"generated_at": facts.now - (8 * 86400)}})
	unknown([python], [old]) == {"`outdated.json` is more than 7 days old"}
	denied([python], [old]) == set()
}

test_dependencies_that_are_not_all_known_are_unknown if {
	half := object.union(python, {"problem": "`uv.lock`: it is empty"})
	unknown([half], [report([])]) == {"not all that the project asks for is known: `uv.lock`: it is empty"}
}

test_a_project_without_dependencies_is_not_asked if {
	found := rule.not_applicable with input as judged([], []) with data.relcheck.params as facts.params
	found == {"it asks for no package of others"}
	unknown([], []) == set()
}

test_what_other_package_managers_declare_is_unknown if {
	others := object.union(judged([], []), {"facts": {"updates": {"others": ["pom.xml"]}}})
	reasons := rule.unknown with input as others with data.relcheck.params as facts.params
	reasons == {{
		"reason": "what `pom.xml` declares is not read",
		"fix": "see for yourself, `mvn versions:display-dependency-updates`: no report of it is read",
	}}
	rule.not_applicable == set() with input as others with data.relcheck.params as facts.params
}
