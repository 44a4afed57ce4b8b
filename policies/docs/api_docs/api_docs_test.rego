package relcheck.policy.docs.api_docs_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.docs.api_docs as rule

judged(docs, steps) := object.union(facts.judged("minor", "1.3.0"), {"facts": {
	"api_docs": object.union(facts.api_docs([]), docs),
	"workflow": facts.workflow([facts.workflow_file(steps)]),
}})

denied(docs) := found if {
	found := rule.deny with input as judged(docs, []) with data.relcheck.params as facts.params
}

unknown(docs, steps) := found if {
	found := rule.unknown with input as judged(docs, steps) with data.relcheck.params as facts.params
}

reasons(found) := {entry.reason | some entry in found}

built := facts.api_doc_source("docs/api.rst", "built", {"tool": "sphinx", "line": 4})

written := facts.api_doc_source("docs/api.md", "written", {})

added(symbol) := {"symbol": symbol, "message": "is a new function"}

test_documentation_that_followed_passes if {
	denied({"sources": [written]}) == set()
	unknown({"sources": [written]}, []) == set()
}

test_documentation_that_a_service_builds_passes if {
	hosted := object.union(built, {"builder": ".readthedocs.yaml"})
	unknown({"sources": [hosted]}, []) == set()
}

test_documentation_that_a_job_builds_passes if {
	unknown({"sources": [built]}, [facts.step(9, [facts.call(9, "sphinx-build", [])])]) == set()
	unknown({"sources": [built]}, [facts.step(9, [facts.call(9, "tox", ["-e docs"])])]) == set()
}

test_documentation_that_nothing_builds_is_unknown if {
	unknown({"sources": [built]}, [facts.step(9, [facts.call(9, "pytest", [])])]) == {{
		"reason": "sphinx reads the API documentation from the code (`docs/api.rst:4`), and no service or job that builds it was found",
		"fix": "build it in a job of the CI system, or by Read the Docs: `.readthedocs.yaml`",
	}}
}

building(changed) := found if {
	steps := [facts.step(9, [facts.call(9, "mkdocs build", [])])]
	file := object.union(facts.workflow_file(steps), changed)
	document := object.union(judged({"sources": [built]}, []), {"facts": {"workflow": facts.workflow([file])}})
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

test_a_job_that_is_not_for_releases_builds_nothing if {
	count(building({"triggers": [facts.trigger("pull_request"), facts.trigger("schedule")]})) == 1
	other := object.union(facts.trigger("push"), {"tags": ["docs-*"], "on_release_tag": false})
	count(building({"triggers": [other]})) == 1
	building({"triggers": [object.union(other, {"branches": ["main"]})]}) == set()
	building({"triggers": [facts.trigger("pull_request"), facts.trigger("push")]}) == set()
	building({"triggers": []}) == set()
}

test_a_job_that_may_fail_builds_nothing if {
	call := facts.call(9, "mkdocs build", [])
	ignored := "its failure is ignored"
	count(unknown({"sources": [built]}, [facts.step(9, [object.union(call, {"ignored": ignored})])])) == 1
	count(unknown({"sources": [built]}, [object.union(facts.step(9, [call]), {"ignored": ignored})])) == 1
}

test_late_documentation_fails if {
	denied({"sources": [object.union(written, {"late": [added("demo.close"), added("demo.open")]})]}) == {{
		"subject": "docs/api.md",
		"message": "`docs/api.md` was not changed since 2 changes of the public interface: `demo.close` is a new function, `demo.open` is a new function",
		"fix": "build `docs/api.md` anew, or describe in it what changed",
		"evidence": {"file": "docs/api.md"},
	}}
}

test_documentation_that_may_be_late_is_unknown if {
	docs := {"sources": [object.union(written, {"doubtful": [added("demo.close")]})]}
	denied(docs) == set()
	reasons(unknown(docs, [])) == {"`docs/api.md` was changed between two changes of the code, and it is not known which of them changed the interface: `demo.close` is a new function"}
}

test_code_that_is_not_compared_is_unknown if {
	docs := {"sources": [object.union(written, {"later_commits": 2})]}
	denied(docs) == set()
	reasons(unknown(docs, [])) == {"2 commits changed code after `docs/api.md` was last changed, and it is not known whether the public interface changed"}
}

test_new_names_that_are_not_listed_are_warned_about if {
	name := {"symbol": "demo.close", "path": "demo/__init__.py", "line": 7}
	denied({"sources": [built], "unlisted": [name]}) == {{
		"subject": "demo.close",
		"message": "`demo.close` is new, and no document names it",
		"fix": "add it to the API documentation, which lists what it shows",
		"level": "warn",
		"evidence": {"file": "demo/__init__.py", "line": 7},
	}}
	{finding.evidence | some finding in denied({"sources": [built], "unlisted": [object.union(name, {"line": null})]})} == {{}}
}

test_no_api_documentation_is_not_asked_for if {
	rule.not_applicable == {"the project has no API documentation that relcheck knows"} with input as judged({}, [])
}
