package relcheck.policy.version.no_breaking_changes_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.no_breaking_changes as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

id := "abcdef0123456789abcdef0123456789abcdef01"

breaking := facts.commit(id, "feat!: drop x", [facts.change("feat", true)])

committed(commits) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"changes": {"commits": commits}}})

logged(sections) := object.union(
	facts.judged("minor", "1.3.0"),
	{"facts": {"changelog": {"files": [facts.changelog(sections)]}}},
)

grouped(name, entries) := logged([object.union(
	facts.section("1.3.0", 5),
	{"groups": [facts.group(name, 7, entries)]},
)])

both := {
	"subject": "the API",
	"message": "only commit messages and the changelog were looked at: the API itself was not compared",
	"level": "warn",
}

told(text) := {both, {
	"subject": "CHANGELOG.md",
	"message": sprintf("`CHANGELOG.md:8` lists a breaking change: %s", [text]),
	"fix": "relcheck check --type major, or take the change off this branch",
	"evidence": {"file": "CHANGELOG.md", "line": 8},
}}

test_a_first_release_breaks_nothing if {
	document := object.union(committed([breaking]), {"facts": {"changes": {"since": null}}})
	rule.not_applicable == {"nothing was released before, so nothing can break"} with input as document
}

test_any_other_release_is_judged if rule.not_applicable == set() with input as committed([breaking])

test_harmless_changes_only_warn_of_the_sources if {
	denied(facts.judged("minor", "1.3.0")) == {both}
}

test_without_a_changelog_only_commits_were_looked_at if {
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {"changelog": {"files": []}}})
	{finding.message | some finding in denied(document)} == {concat("", [
		"only commit messages were looked at: the API itself was not compared",
	])}
}

test_a_breaking_commit_fails if {
	denied(committed([breaking])) == {both, {
		"subject": "abcdef0123",
		"message": "`feat!: drop x` is a breaking change",
		"fix": "relcheck check --type major, or take it off this branch: `git revert abcdef0123`",
		"evidence": {"commit": id},
	}}
}

test_a_merge_is_taken_back_against_the_branch_that_it_was_merged_into if {
	merge := object.union(breaking, {"merge": true})
	some finding in denied(committed([merge]))
	finding.fix == "relcheck check --type major, or take it off this branch: `git revert -m 1 abcdef0123`"
}

test_a_reverted_breaking_commit_does_not_count if {
	denied(committed([object.union(breaking, {"reverted_by": facts.head})])) == {both}
}

test_a_breaking_commit_that_a_revert_does_not_undo_counts if {
	claimed := object.union(breaking, {"reverted_in_part_by": facts.elsewhere})
	some finding in denied(committed([claimed]))
	endswith(finding.message, " is a breaking change; 2222222222 says that it reverts it, and does not undo all of it")
}

test_a_revert_of_what_was_released_is_warned_about if {
	revert := object.union(facts.commit(id, "Revert \"feat: x\"", []), {"reverts": [facts.released, facts.elsewhere]})
	denied(committed([revert])) == {both, {
		"subject": "abcdef0123",
		"message": "`Revert \"feat: x\"` takes back what was released before",
		"fix": "look whether users lose something by it: that takes a major release",
		"level": "warn",
		"evidence": {"commit": id},
	}}
}

test_a_revert_of_what_is_not_released_yet_is_fine if {
	revert := object.union(facts.commit(id, "Revert \"feat!: x\"", []), {"reverts": [facts.elsewhere]})
	reverted := object.union(
		facts.commit(facts.elsewhere, "feat!: x", [facts.change("feat", true)]),
		{"reverted_by": id},
	)
	denied(committed([revert, reverted])) == {both}
}

test_each_group_that_breaks_fails if {
	every name in ["removed", "removals", "breaking changes", "⚠ breaking changes", "backwards incompatible changes"] {
		denied(grouped(name, ["The option x is gone."])) == told("The option x is gone.")
	}
}

test_each_entry_is_a_finding if count(denied(grouped("removed", ["x", "y"]))) == 3

test_a_long_entry_is_cut if {
	entry := concat(" ", [sprintf("word %d", [number]) | some number in numbers.range(1, 99)])
	every finding in denied(grouped("removed", [entry])) {
		count(finding.message) < 150
	}
}

test_a_long_subject_is_cut if {
	entry := object.union(breaking, {"subject": sprintf("feat!: %s", [replace("a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a", "-", "a")])})
	some finding in denied(committed([entry]))
	endswith(finding.message, "a…` is a breaking change")
}

test_a_removed_group_without_entries_is_fine if denied(grouped("removed", [])) == {both}

test_an_entry_marked_as_breaking_fails_in_any_group if {
	every name in ["changed", "deprecations and removals", "non-breaking changes", null] {
		denied(grouped(name, ["**BREAKING** x is gone"])) == told("**BREAKING** x is gone")
	}
}

test_a_group_that_says_it_does_not_break_is_fine if {
	denied(grouped("non-breaking changes", ["x is faster"])) == {both}
}

test_entries_before_any_group_are_fine if denied(grouped(null, ["x is faster"])) == {both}

test_a_group_that_may_break_is_warned_about if {
	denied(grouped("deprecations and removals", ["x"])) == {both, {
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md:8` may list a breaking change: x",
		"fix": "say under `Removed` what is gone, and under `Deprecated` what will be",
		"level": "warn",
		"evidence": {"file": "CHANGELOG.md", "line": 8},
	}}
}

test_what_is_unreleased_counts if {
	section := object.union(facts.unreleased(3), {"groups": [facts.group("removed", 7, ["x"])]})
	denied(logged([section])) == told("x")
}

test_a_pre_release_of_the_candidate_counts if {
	section := object.union(facts.section("1.3.0-rc.1", 3), {"groups": [facts.group("removed", 7, ["x"])]})
	denied(logged([section])) == told("x")
}

test_other_releases_do_not_count if {
	section := object.union(facts.section("1.0.0", 3), {"groups": [facts.group("removed", 7, ["x"])]})
	denied(logged([section])) == {both}
}

test_no_candidate_is_unknown if {
	count(rule.unknown) == 1 with input as facts.unversioned("patch") with data.relcheck.params as facts.params
}

not_known(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

seen(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

spoken(changed) := object.union(facts.judged("minor", "1.3.0"), {"facts": changed})

removed := facts.api_change("breaking", "removed", "demo.open", "was removed")

python(changes) := spoken({"python_api": {"packages": ["demo"], "changes": changes}})

test_a_breaking_change_of_the_api_fails_at_its_line_of_the_previous_release if {
	denied(python([removed])) == {{
		"subject": "demo.open",
		"message": "`demo.open` was removed (`src/demo.py:7` in `v1.2.3`)",
		"fix": "relcheck check --type major, or keep `demo.open` as it was",
		"evidence": {"file": "src/demo.py", "line": 7, "commit": facts.released},
	}}
}

shown(changed) := [[finding.message, finding.evidence] | some finding in denied(python([object.union(removed, changed)]))]

test_a_change_is_shown_as_exactly_as_it_is_known if {
	shown({"revision": "head"}) == [[
		"`demo.open` was removed (`src/demo.py:7`)",
		{"file": "src/demo.py", "line": 7},
	]]
	shown({"line": null}) == [[
		"`demo.open` was removed (`src/demo.py` in `v1.2.3`)",
		{"file": "src/demo.py", "commit": facts.released},
	]]
}

test_a_breaking_change_that_head_shows_points_there if {
	change := object.union(removed, {"revision": "head", "line": null})
	[finding.evidence | some finding in denied(python([change]))] == [{"file": "src/demo.py"}]
	nowhere := object.union(removed, {"path": null, "line": null})
	[finding.evidence | some finding in denied(python([nowhere]))] == [{}]
}

test_a_project_in_a_folder_is_found_from_the_root if {
	document := object.union(python([removed]), {"project": {"path": "packages/demo"}})
	[finding.evidence.file | some finding in denied(document)] == ["packages/demo/src/demo.py"]
}

test_a_doubtful_change_is_warned_about if {
	change := object.union(removed, {"doubt": "it comes back from a star import"})
	denied(python([change])) == {{
		"subject": "demo.open",
		"message": "`demo.open` was removed (`src/demo.py:7` in `v1.2.3`), unless it comes back from a star import",
		"fix": "look whether users lose something by it: that takes a major release",
		"level": "warn",
		"evidence": {"file": "src/demo.py", "line": 7, "commit": facts.released},
	}}
}

test_additions_break_nothing if {
	denied(python([facts.api_change("adding", "added", "demo.close", "was added")])) == set()
}

test_each_symbol_is_told_once if {
	certain := facts.api_report({"changes": [removed, facts.api_change("breaking", "removed", "demo.shut", "was removed")]})
	document := object.union(
		python([removed, object.union(removed, {"symbol": "demo.shut", "doubt": "it is there"})]),
		{"facts": {"api_reports": {"reports": [certain]}}},
	)
	{finding.message | some finding in denied(document)} == {
		"`demo.open` was removed (`src/demo.py:7` in `v1.2.3`)",
		"`demo.shut` was removed, says griffe (`src/demo.py:7` in `v1.2.3`)",
	}
}

test_an_application_has_no_api_to_import if {
	option := object.union(removed, {"symbol": "--open"})
	document := object.union(spoken({
		"python_api": {"packages": ["demo"], "changes": [removed], "gaps": [facts.api_gap("demo.x")]},
		"interface": {"sources": [{"path": "src/cli.py", "kind": "options"}], "changes": [option]},
		"api_reports": {"reports": [facts.api_report({"status": "crashed", "changes": [removed]})]},
	}), {"project": {"kind": "application"}})
	{finding.subject | some finding in denied(document)} == {"--open"}
	not_known(document) == set()
	seen(document) == {"1 commit message", "the changelog `CHANGELOG.md`", "what 1 file promises to users"}
}

test_gaps_are_warned_about_and_named if {
	document := spoken({"python_api": {"packages": ["demo"], "gaps": [facts.api_gap("demo.x"), facts.api_gap("demo.y")]}})
	denied(document) == {{
		"subject": "the API",
		"message": "2 parts of the API could not be compared: `demo.x` (it is made at run time), `demo.y` (it is made at run time)",
		"fix": "look there for what was removed or changed",
		"level": "warn",
	}}
	strict := object.union(facts.params, {"version": {"no_breaking_changes": {"gaps": "unknown"}}})
	found := rule.unknown with input as document with data.relcheck.params as strict
	count(found) == 1
}

reported(changed) := spoken({"api_reports": {"reports": [facts.api_report(changed)]}})

test_a_report_that_proves_something_counts_as_looking_at_the_api if {
	denied(reported({})) == set()
	not_known(reported({})) == set()
	"the report of griffe in `griffe.txt`" in seen(reported({}))
}

of_core := facts.api_report({"evidence": {"tool": "cargo-semver-checks"}, "crates": ["demo-core"]})

of_crates(libraries) := spoken({"api_reports": {"reports": [of_core], "libraries": libraries}})

test_crates_that_no_report_tells_of_are_named if {
	denied(of_crates(["demo-core"])) == set()
	denied(of_crates(["demo", "demo-core"])) == {{
		"subject": "the API",
		"message": "no report tells of the API of `demo`: it was not compared",
		"fix": "relcheck record -- cargo semver-checks --workspace --baseline-rev v1.2.3",
		"level": "warn",
	}}
	"the report of cargo-semver-checks in `griffe.txt` (of `demo-core`)" in seen(of_crates(["demo"]))
}

test_a_report_that_crashed_is_unknown if {
	not_known(reported({"status": "crashed", "reason": "it ends in a traceback"})) == {{
		"reason": "`griffe.txt`, a report of griffe, is not complete: it ends in a traceback",
		"fix": "run griffe again, and keep what it says: `relcheck record`",
	}}
}

test_a_report_of_no_commit_is_unknown if {
	some reason in not_known(reported({"evidence": {"binding": "unbound"}}))
	contains(reason.reason, "is bound to no commit: nothing says which one it speaks of")
}

test_a_report_against_something_else_is_unknown if {
	every previous in [false, null] {
		some reason in not_known(reported({"base": {"previous": previous, "reason": "it names `main`"}}))
		contains(reason.reason, "compares with something else than the previous release: it names `main`")
	}
}

test_a_report_in_git_proves_nothing if {
	document := reported({"evidence": {"binding": "tracked"}})
	not_known(document) == set()
	{finding.subject | some finding in denied(document)} == {"the API", "griffe.txt"}
}

initial(type, text, scheme) := object.union(facts.judged(type, text), {
	"release": {"previous": facts.previous("0.2.3"), "scheme": scheme},
	"facts": {
		"changes": {"commits": [breaking]},
		"changelog": {"files": []},
		"python_api": {"packages": ["demo"]},
	},
})

test_below_1_0_0_a_minor_lets_breaking_changes_through_as_a_weakening if {
	every scheme in ["semver", "pep440"] {
		denied(initial("minor", "0.3.0", scheme)) == {{
			"subject": "abcdef0123",
			"message": "`feat!: drop x` is a breaking change",
			"level": "warn",
			"evidence": {"commit": id},
			"weakening": "the version is below 1.0.0, where SemVer (§4) lets breaking changes through in a minor release",
		}}
	}
}

test_below_1_0_0_no_patch_breaks if {
	[finding.fix | some finding in denied(initial("patch", "0.2.4", "semver"))] == [concat("", [
		"relcheck check --type minor, or take it off this branch: `git revert abcdef0123`",
	])]
}

test_strictly_no_minor_breaks if {
	every finding in denied(initial("minor", "0.3.0", "semver-strict")) {
		not finding.level
		startswith(finding.fix, "relcheck check --type major")
	}
}

test_a_section_between_the_releases_counts if {
	section := object.union(facts.section("1.2.9", 3), {"groups": [facts.group("removed", 7, ["x"])]})
	denied(logged([section])) == told("x")
}

test_what_files_promise_is_named if {
	files := [{"path": "a", "kind": "Cargo.toml"}, {"path": "b", "kind": "options"}]
	"what 2 files promise to users" in seen(spoken({"interface": {"sources": files}}))
	"the Python API of `demo`" in seen(python([]))
}

typescript(changed) := spoken({"typescript_api": object.union(facts.typescript("public", []), changed)})

tagged(tag) := {"changes": [{"release_tag": tag, "changes": [removed]}]}

test_what_api_reports_say_is_gone_fails if {
	denied(typescript(tagged("public"))) == {{
		"subject": "demo.open",
		"message": "`demo.open` was removed (`src/demo.py:7` in `v1.2.3`)",
		"fix": "relcheck check --type major, or keep `demo.open` as it was",
		"evidence": {"file": "src/demo.py", "line": 7, "commit": facts.released},
	}}
	"1 report of API Extractor" in seen(typescript({}))
}

test_what_is_not_promised_may_go if {
	every tag in ["internal", "alpha", "beta"] {
		denied(typescript(tagged(tag))) == set()
	}
}

test_a_project_may_promise_more if {
	promising := object.union(facts.params, {"version": {"no_breaking_changes": {"release_tags": ["beta", "public"]}}})
	found := rule.deny with input as typescript(tagged("beta")) with data.relcheck.params as promising
	{finding.subject | some finding in found} == {"demo.open"}
}

test_a_project_may_take_a_doubtful_kind_for_certain if {
	doubtful := {"changes": [{"release_tag": "public", "changes": [object.union(removed, {"doubt": "nobody makes one"})]}]}
	[finding.level | some finding in denied(typescript(doubtful))] == ["warn"]
	strict := object.union(facts.params, {"version": {"no_breaking_changes": {"certain_kinds": ["removed"]}}})
	found := rule.deny with input as typescript(doubtful) with data.relcheck.params as strict
	{finding | some finding in found; not finding.level} == found
	count(found) == 1
}

test_a_report_that_no_run_was_held_against_is_warned_about if {
	document := typescript({"reports": [
		facts.typescript_report({"evidence": {"binding": "tracked"}}),
		facts.typescript_report({"evidence": {"path": "etc/new.api.md", "binding": "tracked"}, "previous": null}),
	]})
	denied(document) == {{
		"subject": "the API reports",
		"message": "1 API report in git may be of earlier sources: `etc/demo.api.md`",
		"fix": "relcheck record -- npx api-extractor run",
		"level": "warn",
	}}
}

test_a_report_without_an_older_one_compares_nothing if {
	document := typescript({"reports": [facts.typescript_report({"previous": null})]})
	denied(document) == {both}
}

test_gaps_of_api_reports_are_named if {
	some finding in denied(typescript({"gaps": [facts.api_gap("demo")]}))
	startswith(finding.message, "1 part of the API could not be compared: `demo`")
}

test_a_configuration_without_a_report_is_unknown if {
	unreported := {"path": "api-extractor.json", "line": 4, "reason": "its report `etc/demo.api.md` is not in git"}
	not_known(typescript({"unreported": [unreported]})) == {{
		"reason": "`api-extractor.json` configures API Extractor, and its report `etc/demo.api.md` is not in git",
		"fix": "npx api-extractor run --local, and commit the report",
	}}
}

test_a_run_that_did_not_pass_is_unknown if {
	some reason in not_known(typescript({"checks": [facts.typescript_check({})]}))
	contains(reason.reason, "`run.stdout`, a run of API Extractor, did not pass: it says: Warning: You have changed the API")
	not_known(typescript({"checks": [facts.typescript_check({"passed": true, "reason": null})]})) == set()
	# What it says of another commit is nothing.
	not_known(typescript({"checks": [facts.typescript_check({"evidence": {"binding": "unbound"}})]})) == set()
}

test_an_application_has_no_api_reports if {
	document := object.union(
		typescript(object.union(tagged("public"), {
			"reports": [facts.typescript_report({"evidence": {"binding": "tracked"}})],
			"checks": [facts.typescript_check({})],
			"unreported": [{"path": "api-extractor.json", "line": 1, "reason": "it has none"}],
			"gaps": [facts.api_gap("demo")],
		})),
		{"project": {"kind": "application"}, "facts": {"interface": {"sources": [{"path": "a", "kind": "options"}]}}},
	)
	denied(document) == set()
	not_known(document) == set()
}

written_down(path) := object.union(committed([]), {"facts": {"release_notes": {"fragments": [path]}}})

test_a_fragment_says_by_its_name_that_something_breaks if {
	some name in ["changelog.d/12.breaking.md", "changes/removed/12.rst", "news/12.Incompatible.1.md"]
	found := [finding | some finding in denied(written_down(name)); finding.subject == name]
	found == [{
		"subject": name,
		"message": sprintf("`%s` announces a breaking change", [name]),
		"fix": "relcheck check --type major, or take the change off this branch",
		"evidence": {"file": name},
	}]
}

test_a_fragment_says_in_its_text_that_something_breaks if {
	path := ".changeset/odd-cats.md"
	notes := {"fragments": [path], "announced": [{"path": path, "word": "major"}]}
	document := object.union(committed([]), {"facts": {"release_notes": notes}})
	found := [finding.message | some finding in denied(document); finding.subject == path]
	found == ["`.changeset/odd-cats.md` announces a breaking change"]
}

test_a_fragment_of_a_removal_may_be_a_deprecation if {
	found := [finding | some finding in denied(written_down("news/12.removal.rst")); finding.subject == "news/12.removal.rst"]
	[[finding.level, finding.fix] | some finding in found] == [["warn", "read it, and release a major version if it does"]]
}

test_other_fragments_break_nothing if {
	every name in ["news/12.feature.md", "news/12.bugfix.md", "news/breaking.md.txt/12.md", "12.md"] {
		denied(written_down(name)) == {both}
	}
}
