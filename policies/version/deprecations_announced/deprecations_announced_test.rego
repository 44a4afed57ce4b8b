package relcheck.policy.version.deprecations_announced_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.deprecations_announced as rule

id := "abcdef0123456789abcdef0123456789abcdef01"

judged(more) := object.union(facts.judged("minor", "1.3.0"), {"facts": more})

announcing(entries) := {"files": [facts.changelog([object.union(
	facts.section("1.3.0", 5),
	{"groups": [facts.group("fixed", 7, ["`get` is faster."]), facts.group("deprecated", 9, entries)]},
)])]}

deprecated(symbol) := object.union(
	facts.api_change("deprecating", "deprecated", symbol, "is deprecated"),
	{"revision": "head"},
)

python_api(changes) := {"packages": ["demo"], "changes": changes}

report_of(changes) := facts.api_report({"changes": changes})

document(symbol, entries) := judged({
	"python_api": python_api([deprecated(symbol)]),
	"changelog": announcing(entries),
})

denied(given) := found if {
	found := rule.deny with input as given with data.relcheck.params as facts.params
}

looked_at(given) := found if {
	found := rule.looked_at with input as given with data.relcheck.params as facts.params
}

subjects(given) := {finding.subject | some finding in denied(given)}

fix := "name it below a heading `Deprecated` in the section at CHANGELOG.md:5, with what to use instead"

test_no_deprecation_passes if {
	denied(judged({})) == set()
	denied(judged({"python_api": python_api([facts.api_change("breaking", "removed", "demo.f", "was removed")])})) == set()
}

named := {
	"demo.Client.get": ["`Client.get` goes away", "Use `fetch()` instead of `get()`.", "demo.Client.get: gone soon", "get"],
	"demo.Client.__init__": ["`Client` takes no `x` any longer"],
	"demo --old-name": ["The option `--old-name=X`", "demo --old-name"],
	"demo[fast]": ["The extra `fast`", "`pip install demo[fast]`"],
	"demo/fast": ["feature fast"],
	"demo::io::read": ["`io::read`"],
}

test_a_deprecation_that_is_named_passes if {
	every symbol, entries in named {
		every entry in entries {
			denied(document(symbol, ["Something else.", entry])) == set()
		}
	}
}

unnamed := {
	"demo.Client.get": ["`Client.getter` goes away", "`Client` goes away", "widget", "`--get`", "`get-all`", "Get it"],
	"demo --old-name": ["`--old`", "`--old-name-too`"],
	"demo/": ["anything"],
}

test_a_deprecation_that_is_not_named_is_warned_about if {
	every symbol, entries in unnamed {
		every entry in entries {
			denied(document(symbol, [entry])) == {{
				"subject": symbol,
				"message": sprintf(
					"`%s` is deprecated, and no entry below `Deprecated` in the changelog names it",
					[symbol],
				),
				"fix": fix,
				"evidence": {"file": "src/demo.py", "line": 7},
			}}
		}
	}
}

test_an_entry_of_another_group_does_not_announce if subjects(document("demo.get", [])) == {"demo.get"}

test_an_entry_before_any_group_does_not_announce if {
	section := object.union(facts.section("1.3.0", 5), {"groups": [facts.group(null, 5, ["`get` is deprecated"])]})
	given := object.union(document("demo.get", []), {"facts": {"changelog": {"files": [facts.changelog([section])]}}})
	subjects(given) == {"demo.get"}
}

test_the_unreleased_section_counts if {
	section := object.union(facts.unreleased(3), {"groups": [facts.group("deprecations and removals", 5, ["`get`"])]})
	given := object.union(document("demo.get", []), {"facts": {"changelog": {"files": [facts.changelog([section])]}}})
	denied(given) == set()
}

test_an_older_section_does_not_count if {
	section := object.union(facts.section("1.2.3", 3), {"groups": [facts.group("deprecated", 5, ["`get`"])]})
	given := object.union(document("demo.get", []), {"facts": {"changelog": {"files": [facts.changelog([section])]}}})
	{finding.fix | some finding in denied(given)} == {concat("", [
		"name it below a heading `Deprecated` in the changelog's section of the release, ",
		"with what to use instead",
	])}
}

test_the_interface_and_reports_count if {
	given := judged({
		"interface": {"changes": [object.union(deprecated("demo --old"), {"line": null})]},
		"api_reports": {"reports": [report_of([object.union(deprecated("demo::old"), {"path": null, "line": null})])]},
	})
	{finding.subject: finding.evidence | some finding in denied(given)} == {
		"demo --old": {"file": "src/demo.py"},
		"demo::old": {},
	}
}

test_a_report_against_another_release_does_not_count if {
	report := object.union(report_of([deprecated("demo::old")]), {"base": {"previous": false}})
	denied(judged({"api_reports": {"reports": [report]}})) == set()
}

test_a_report_against_something_unknown_counts if {
	report := object.union(report_of([deprecated("demo::old")]), {"base": {"previous": null}})
	count(denied(judged({"api_reports": {"reports": [report]}}))) == 1
}

deprecating(description) := facts.commit(id, "deprecate: x", [object.union(
	facts.change("deprecate", false),
	{"description": description},
)])

committed(commit, entries) := judged({"changes": {"commits": [commit]}, "changelog": announcing(entries)})

warned := {{
	"subject": "abcdef0123",
	"message": "`deprecate: x` deprecates something, and no entry below `Deprecated` in the changelog names it",
	"fix": fix,
	"evidence": {"commit": id},
}}

test_a_deprecating_commit_needs_an_entry if {
	denied(committed(deprecating("the old way"), [])) == warned
	denied(committed(deprecating("the old way"), ["Anything."])) == set()
}

test_a_commit_that_names_what_it_deprecates_needs_that if {
	denied(committed(deprecating("`Client.get` and `Client.put`"), ["Anything."])) == warned
	denied(committed(deprecating("`Client.get`"), ["`get`"])) == set()
}

test_a_trailer_deprecates_too if {
	commit := object.union(
		facts.commit(id, "deprecate: x", []),
		{"trailers": [{"key": "Deprecated", "value": "`get`"}, {"key": "Refs", "value": "`x`"}]},
	)
	denied(committed(commit, ["Anything."])) == warned
	denied(committed(commit, ["`get`"])) == set()
}

test_a_reverted_deprecation_does_not_count if {
	denied(committed(object.union(deprecating("x"), {"reverted_by": facts.head}), [])) == set()
}

test_a_first_release_deprecates_nothing if {
	rule.not_applicable == {"nothing was released before, so nothing is newly deprecated"} with input as judged({"changes": {"since": null}})
	rule.not_applicable == set() with input as judged({})
}

test_what_was_looked_at_is_said if {
	looked_at(judged({"python_api": python_api([])})) == {"the messages of 1 commit", "the Python API of demo"}
	looked_at(judged({
		"python_api": {"packages": []},
		"interface": {"sources": [{"path": "pyproject.toml", "kind": "pyproject.toml"}], "gaps": [facts.api_gap("demo --x"), facts.api_gap("demo")]},
		"api_reports": {"reports": [report_of([])]},
	})) == {
		"the messages of 1 commit",
		"what 1 file declares (without 2 parts that could not be compared)",
		"the report griffe.txt of griffe",
	}
}

test_no_candidate_is_unknown if {
	count(rule.unknown) == 1 with input as facts.unversioned("minor") with data.relcheck.params as facts.params
}

test_a_deprecation_in_an_api_report_needs_an_entry if {
	with_tag := {tag: judged({
		"typescript_api": facts.typescript(tag, [deprecated("Client.get")]),
		"changelog": announcing([]),
	}) |
		some tag in ["public", "beta"]
	}
	subjects(with_tag.public) == {"Client.get"}
	subjects(with_tag.beta) == set()
	"1 report of API Extractor" in looked_at(with_tag.public)
}
