package relcheck.policy.version.scope_fits_type_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.scope_fits_type as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

id := "abcdef0123456789abcdef0123456789abcdef01"

judged(type, commits) := object.union(
	facts.judged(type, {"patch": "1.2.4", "hotfix": "1.2.4", "minor": "1.3.0"}[type]),
	{"facts": {"changes": {"commits": commits}}},
)

one(type, subject, change) := judged(type, [facts.commit(id, subject, [change])])

needs(type, subject, why, larger) := {{
	"subject": "abcdef0123",
	"message": sprintf("`%s` %s, which takes a %s release", [subject, why, larger]),
	"fix": sprintf("relcheck check --type %s, or take it off this branch: `git revert abcdef0123`", [larger]),
	"evidence": {"commit": id},
}} if {
	type in {"patch", "hotfix", "minor"}
}

small := ["fix", "security", "docs", "chore", "build", "test", "ci", "perf", "refactor", "style", "revert"]

test_small_changes_fit_every_type if {
	every kind in small {
		every type in ["patch", "hotfix", "minor"] {
			denied(one(type, "x", facts.change(kind, false))) == set()
		}
	}
}

test_no_commit_at_all_fits if denied(judged("patch", [])) == set()

test_a_feature_needs_a_minor if {
	every type in ["patch", "hotfix"] {
		denied(one(type, "feat: add x", facts.change("feat", false))) == needs(type, "feat: add x", "adds a feature", "minor")
	}
}

test_a_merge_is_taken_back_against_the_branch_that_it_was_merged_into if {
	merge := object.union(facts.commit(id, "feat: add x", [facts.change("feat", false)]), {"merge": true})
	{finding.fix | some finding in denied(judged("patch", [merge]))} == {concat("", [
		"relcheck check --type minor, or take it off this branch: `git revert -m 1 abcdef0123`",
	])}
}

test_a_feature_fits_a_minor if denied(one("minor", "feat: add x", facts.change("feat", false))) == set()

test_a_deprecation_needs_a_minor if {
	every type in ["patch", "hotfix"] {
		denied(one(type, "deprecate: x", facts.change("deprecate", false))) == needs(
			type,
			"deprecate: x",
			"deprecates something",
			"minor",
		)
	}
}

test_a_deprecation_fits_a_minor if denied(one("minor", "deprecate: x", facts.change("deprecate", false))) == set()

test_a_deprecation_in_a_trailer_needs_a_minor if {
	commit := object.union(
		facts.commit(id, "fix: x", [facts.change("fix", false)]),
		{"trailers": [{"key": "Deprecated", "value": "the option x"}]},
	)
	denied(judged("patch", [commit])) == needs("patch", "fix: x", "deprecates something", "minor")
	denied(judged("minor", [commit])) == set()
}

test_a_breaking_change_needs_a_major if {
	every type in ["patch", "hotfix", "minor"] {
		denied(one(type, "fix!: x", facts.change("fix", true))) == needs(type, "fix!: x", "is a breaking change", "major")
	}
}

test_a_feature_in_a_squash_body_counts if {
	commit := facts.commit(id, "fix: x", [facts.change("fix", false), facts.change("feat", false)])
	denied(judged("patch", [commit])) == needs("patch", "fix: x", "adds a feature", "minor")
}

test_a_reverted_feature_does_not_count if {
	commit := object.union(facts.commit(id, "feat!: x", [facts.change("feat", true)]), {"reverted_by": facts.head})
	denied(judged("patch", [commit])) == set()
}

test_a_revert_is_no_feature_and_no_misfit if {
	reverts := {"reverts": [facts.elsewhere]}
	named := object.union(facts.commit(id, "feat: take x back", [facts.change("feat", false)]), reverts)
	deprecating := object.union(facts.commit(id, "deprecate: not", [facts.change("deprecate", false)]), reverts)
	plain := object.union(facts.commit(id, "Revert \"feat: x\"", []), reverts)
	denied(judged("patch", [named, deprecating, plain])) == set()
}

test_a_revert_that_says_that_it_breaks_counts if {
	commit := object.union(
		facts.commit(id, "revert!: x", [facts.change("revert", true)]),
		{"reverts": [facts.elsewhere]},
	)
	denied(judged("patch", [commit])) == needs("patch", "revert!: x", "is a breaking change", "major")
}

test_a_commit_without_a_type_is_warned_about if {
	denied(judged("patch", [facts.commit(id, "tidy up", [])])) == {{
		"subject": "commits",
		"message": "1 commit does not say of what type: abcdef0123 `tidy up`",
		"fix": "look whether one of them adds, deprecates or breaks something: `git log --oneline v1.2.3..`",
		"level": "warn",
	}}
}

test_a_subject_with_backticks_is_quoted_otherwise if {
	some finding in denied(judged("patch", [facts.commit(id, "tidy `x` up", [])]))
	finding.message == "1 commit does not say of what type: abcdef0123 \"tidy `x` up\""
}

test_a_first_release_changes_nothing if {
	document := object.union(
		judged("minor", [facts.commit(id, "feat!: drop x", [facts.change("feat", true)])]),
		{"facts": {"changes": {"since": null}}},
	)
	rule.not_applicable == {"nothing was released before, so nothing changed since"} with input as document
}

test_any_other_release_is_judged if rule.not_applicable == set() with input as judged("minor", [])

test_a_type_that_nobody_knows_is_warned_about if {
	{finding.level | some finding in denied(one("patch", "wip: x", facts.change("wip", false)))} == {"warn"}
}

test_a_merge_needs_no_type if {
	merge := object.union(facts.commit(id, "Merge branch 'x'", []), {"merge": true})
	denied(judged("patch", [merge])) == set()
}

test_three_of_many_commits_are_named if {
	commits := [facts.commit(id, sprintf("tidy %d", [number]), []) | some number in numbers.range(1, 7)]
	some finding in denied(judged("minor", commits))
	finding.message == concat("", [
		"7 commits do not say of what type: abcdef0123 `tidy 1`, abcdef0123 `tidy 2`, ",
		"abcdef0123 `tidy 3` and 4 more",
	])
}

test_other_trailers_need_nothing if {
	commit := object.union(
		facts.commit(id, "fix: x", [facts.change("fix", false)]),
		{"trailers": [{"key": "Signed-off-by", "value": "Ada <ada@example.org>"}]},
	)
	denied(judged("patch", [commit])) == set()
}

test_a_breaking_change_of_no_known_type_is_named_once if {
	denied(one("minor", "wip!: x", facts.change("wip", true))) == needs(
		"minor",
		"wip!: x",
		"is a breaking change",
		"major",
	)
}

test_three_commits_are_all_named if {
	commits := [facts.commit(id, sprintf("tidy %d", [number]), []) | some number in numbers.range(1, 3)]
	some finding in denied(judged("minor", commits))
	endswith(finding.message, "abcdef0123 `tidy 3`")
}

changed(type, changes) := object.union(judged(type, []), {"facts": {"python_api": {"packages": ["demo"], "changes": changes}}})

required_by(type, kind, weight) := denied(changed(type, [facts.api_change(weight, kind, "demo.x", "has changed")]))

test_additions_and_deprecations_of_the_api_need_a_minor if {
	every weight in ["adding", "deprecating"] {
		required_by("patch", "x", weight) == {{
			"subject": "demo.x",
			"message": "`demo.x` has changed (`src/demo.py:7` in `v1.2.3`), which takes a minor release",
			"fix": "relcheck check --type minor, or take it off this branch",
			"evidence": {"file": "src/demo.py", "line": 7, "commit": facts.released},
		}}
		required_by("minor", "x", weight) == set()
	}
}

test_what_breaks_is_another_rules_matter if required_by("patch", "removed", "breaking") == set()

test_a_doubtful_addition_is_warned_about if {
	change := object.union(facts.api_change("adding", "added", "demo.x", "was added"), {"doubt": "it was there"})
	{finding.level | some finding in denied(changed("patch", [change]))} == {"warn"}
	denied(changed("minor", [change])) == set()
}

test_a_dropped_runtime_needs_what_the_parameter_says if {
	count(required_by("patch", "runtime-dropped", "requiring")) == 1
	required_by("minor", "runtime-raised", "requiring") == set()
	document := changed("minor", [facts.api_change("requiring", "runtime-dropped", "python", "lost 3.9")])
	strict := object.union(facts.params, {"version": {"scope_fits_type": {"runtime_drop": "major"}}})
	found := rule.deny with input as document with data.relcheck.params as strict
	{finding.fix | some finding in found} == {"relcheck check --type major, or take it off this branch"}
	initial := object.union(document, {"release": {"previous": facts.previous("0.2.3")}})
	none := rule.deny with input as initial with data.relcheck.params as strict
	none == set()
}

test_a_raised_dependency_fits_a_patch if required_by("patch", "dependency-raised", "requiring") == set()

test_what_the_changelog_adds_needs_a_minor if {
	every name in ["added", "deprecated"] {
		section := object.union(facts.unreleased(3), {"groups": [facts.group(name, 7, ["x"])]})
		document := object.union(judged("patch", []), {"facts": {"changelog": {"files": [facts.changelog([section])]}}})
		denied(document) == {{
			"subject": "CHANGELOG.md",
			"message": sprintf("`CHANGELOG.md:8` lists `x` under `%s`, which takes a minor release", [name]),
			"fix": "relcheck check --type minor, or list it under another heading",
			"evidence": {"file": "CHANGELOG.md", "line": 8},
		}}
		denied(object.union(document, judged("minor", []))) == set()
	}
}

listing(type, group, entries) := object.union(
	judged(type, []),
	{"facts": {"changelog": {"files": [facts.changelog([object.union(
		facts.unreleased(3),
		{"groups": [object.union(facts.group(group, 7, []), {"entries": entries})]},
	)])]}}},
)

written(line, words) := {"line": line, "text": words, "planned": false}

test_an_entry_that_begins_with_adding_is_warned_about_where_its_heading_says_nothing if {
	entries := [
		written(8, "Add `clear` (#1)"),
		written(9, "`Flags` trait: added `drop`"),
		written(10, "Fix what was added"),
		written(11, "Adding up is faster"),
	]
	every group in [null, "what's changed", "changes"] {
		{[finding.level, finding.message, finding.evidence.line] | some finding in denied(listing("patch", group, entries))} == {
			["warn", "`CHANGELOG.md:8` may list something new: Add `clear` (#1)", 8],
			["warn", "`CHANGELOG.md:9` may list something new: `Flags` trait: added `drop`", 9],
		}
	}
	denied(listing("patch", "fixed", entries)) == set()
	denied(listing("minor", null, entries)) == set()
}

test_what_is_planned_for_later_does_not_count if {
	later := object.union(written(8, "`x` is new"), {"planned": true})
	document := listing("patch", "added", [later])
	denied(document) == set()
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
	"the changelog `CHANGELOG.md` (without 1 entry, planned for later even before)" in found
}

test_below_1_0_0_a_breaking_change_needs_a_minor if {
	initial := {"release": {"previous": facts.previous("0.2.3")}}
	commit := facts.commit(id, "feat!: x", [facts.change("feat", true)])
	denied(object.union(judged("patch", [commit]), initial)) == needs("patch", "feat!: x", "is a breaking change", "minor")
	denied(object.union(judged("minor", [commit]), initial)) == set()
}

test_the_sources_are_named if {
	found := rule.looked_at with input as changed("patch", []) with data.relcheck.params as facts.params
	found == {"0 commit messages", "the changelog `CHANGELOG.md`", "the Python API of `demo`"}
}

test_below_1_0_0_cargo_lets_a_patch_add_and_nothing_break if {
	initial := {"release": {"scheme": "cargo", "previous": facts.previous("0.2.3")}}
	added := facts.commit(id, "feat: x", [facts.change("feat", false)])
	breaking := facts.commit(id, "feat!: x", [facts.change("feat", true)])
	denied(object.union(judged("patch", [added]), initial)) == set()
	denied(object.union(listing("patch", "added", [written(8, "x")]), initial)) == set()
	denied(object.union(changed("patch", [facts.api_change("adding", "added", "x", "is new")]), initial)) == set()
	denied(object.union(changed("patch", [facts.api_change("requiring", "runtime-raised", "rust", "is 1.80")]), initial)) == set()
	denied(object.union(judged("patch", [breaking]), initial)) == needs("patch", "feat!: x", "is a breaking change", "minor")
	later := {"release": {"scheme": "cargo", "previous": facts.previous("1.2.3")}}
	denied(object.union(judged("patch", [added]), later)) == needs("patch", "feat: x", "adds a feature", "minor")
}

added_to_report(tag) := object.union(judged("patch", []), {"facts": {"typescript_api": facts.typescript(
	tag,
	[facts.api_change("adding", "added", "demo.x", "was added")],
)}})

test_an_addition_to_an_api_report_needs_a_minor if {
	[finding.subject | some finding in denied(added_to_report("public"))] == ["demo.x"]
	denied(added_to_report("beta")) == set()
}

written_down(type, path) := object.union(judged(type, []), {"facts": {"release_notes": {"fragments": [path]}}})

test_a_fragment_that_announces_something_new_needs_a_minor if {
	every name in ["news/3294.feature.md", "changes/added/1.md", "changelog.d/1.deprecation.rst", "1.Removal.rst"] {
		denied(written_down("patch", name)) == {{
			"subject": name,
			"message": sprintf("`%s` announces what takes a minor release", [name]),
			"fix": "relcheck check --type minor, or rename it to what it is",
			"evidence": {"file": name},
		}}
		denied(written_down("minor", name)) == set()
	}
}

test_a_fragment_that_says_so_in_its_text_needs_a_minor if {
	path := ".changeset/odd-cats.md"
	notes := {"fragments": [path], "announced": [{"path": path, "word": "minor"}]}
	document := object.union(judged("patch", []), {"facts": {"release_notes": notes}})
	{finding.message | some finding in denied(document)} == {"`.changeset/odd-cats.md` announces what takes a minor release"}
}

test_any_other_fragment_fits_a_patch if {
	every name in ["news/1.bugfix.md", "news/1.doc.md", ".changeset/brave-new-lions.md"] {
		denied(written_down("patch", name)) == set()
	}
}
