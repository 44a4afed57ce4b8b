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
	"message": sprintf("`CHANGELOG.md:7` lists a breaking change: %s", [text]),
	"evidence": {"file": "CHANGELOG.md", "line": 7},
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

test_a_reverted_breaking_commit_does_not_count if {
	denied(committed([object.union(breaking, {"reverted_by": facts.head})])) == {both}
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
		"message": "`CHANGELOG.md:7` may list a breaking change: x",
		"fix": "say under `Removed` what is gone, and under `Deprecated` what will be",
		"level": "warn",
		"evidence": {"file": "CHANGELOG.md", "line": 7},
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
