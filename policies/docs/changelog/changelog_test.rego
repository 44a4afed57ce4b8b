package relcheck.policy.docs.changelog_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.docs.changelog as rule

denied_in(type, text, files) := found if {
	document := object.union(facts.judged(type, text), {"facts": {"changelog": {"files": files}}})
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

denied(sections) := denied_in("patch", "1.2.4", [facts.changelog(sections)])

flawed(flaw) := object.union(facts.section("1.2.4", 5), flaw)

at(line) := {"file": "CHANGELOG.md", "line": line}

test_a_dated_section_passes if denied([facts.unreleased(3), facts.section("1.2.4", 5), facts.section("1.2.3", 9)]) == set()

test_no_changelog_fails if {
	denied_in("patch", "1.2.4", []) == {{
		"subject": "changelog",
		"message": "there is no changelog",
		"fix": "create CHANGELOG.md with the heading `## [1.2.4] - 2026-01-31` and what changed below it",
	}}
}

test_no_section_fails if {
	denied([facts.section("1.2.3", 5)]) == {{
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md` has no section for 1.2.4",
		"fix": "add the heading `## [1.2.4] - 2026-01-31`, like the one at CHANGELOG.md:5, and what changed below it",
		"evidence": {"file": "CHANGELOG.md"},
	}}
}

test_a_heading_suits_the_format_of_its_file if {
	file := object.union(facts.changelog([]), {"path": "CHANGES.rst", "format": "restructuredtext"})
	{finding.fix | some finding in denied_in("patch", "1.2.4", [file])} == {concat("", [
		"add the heading `1.2.4 (2026-01-31)`, and what changed below it",
	])}
}

test_a_heading_looks_like_those_that_there_are if {
	older := object.union(facts.section("1.2.3", 9), {"heading": "Version 1.2.3 / 2026-01-31"})
	{finding.fix | some finding in denied([facts.unreleased(3), older])} == {concat("", [
		"rename the heading at CHANGELOG.md:3 to `## Version 1.2.4 / 2026-01-31`, like the one at CHANGELOG.md:9",
	])}
}

test_headings_without_a_day_are_no_model if {
	older := object.union(facts.section("1.2.3", 9), {"heading": "Version 1.2.3"})
	{finding.fix | some finding in denied([facts.unreleased(3), older])} == {concat("", [
		"rename the heading at CHANGELOG.md:3 to `## [1.2.4] - 2026-01-31`",
	])}
}

test_a_heading_stands_at_the_level_of_the_others_and_is_written_like_them if {
	every row in [
		{"level": 1, "heading": "v1.2.3", "fix": "# v1.2.4 - 2026-01-31"},
		{"level": 3, "heading": "[1.2.3]", "fix": "### [1.2.4] - 2026-01-31"},
		{"level": 2, "heading": "Release V1.2.3", "fix": "## Release V1.2.4 - 2026-01-31"},
		{"level": 3, "heading": "1.2.3: the big one", "fix": "### [1.2.4] - 2026-01-31"},
	] {
		written := regex.find_n(`[vV]?1\.2\.3`, row.heading, 1)[0]
		section := facts.section("1.2.3", 9)
		older := object.union(section, {
			"heading": row.heading,
			"level": row.level,
			"date": null,
			"version": object.union(section.version, {"text": written}),
		})
		fixes := {finding.fix | some finding in denied([facts.unreleased(3), older])}
		fixes == {sprintf("rename the heading at CHANGELOG.md:3 to `%s`", [row.fix])}
	}
}

test_a_heading_in_bold_or_in_other_markup_has_no_marks if {
	bold := facts.changelog([object.union(facts.section("1.2.3", 9), {"level": null})])
	underlined := object.union(facts.changelog([facts.section("1.2.3", 9)]), {"format": "restructuredtext"})
	every file in [bold, underlined] {
		{finding.fix | some finding in denied_in("patch", "1.2.4", [file])} == {concat("", [
			"add the heading `[1.2.4] - 2026-01-31`, like the one at CHANGELOG.md:9, and what changed below it",
		])}
	}
}

test_a_lone_unreleased_heading_keeps_its_level if {
	{finding.fix | some finding in denied([object.union(facts.unreleased(3), {"level": 1})])} == {concat("", [
		"rename the heading at CHANGELOG.md:3 to `# [1.2.4] - 2026-01-31`",
	])}
}

test_the_section_of_another_package_is_named_where_there_is_no_other if {
	other := {"heading": "core 1.2.4", "line": 3, "version": facts.version("1.2.4")}
	file := object.union(facts.changelog([facts.section("1.2.3", 9)]), {"others": [other]})
	{finding.message | some finding in denied_in("patch", "1.2.4", [file])} == {concat("", [
		"`CHANGELOG.md` has no section for 1.2.4; `CHANGELOG.md:3` is that of another package: `core 1.2.4`",
	])}
}

test_a_heading_with_further_versions_is_no_model if {
	older := object.union(facts.section("1.2.3", 9), {"heading": "[1.2.3/0.67.0/0.0.18] - 2026-01-31"})
	{finding.fix | some finding in denied([facts.unreleased(3), older])} == {concat("", [
		"rename the heading at CHANGELOG.md:3 to `## [1.2.4] - 2026-01-31`",
	])}
}

test_the_file_of_a_package_is_named_from_the_root_of_the_repository if {
	document := object.union(
		facts.judged("patch", "1.2.4"),
		{"project": {"path": "packages/demo"}, "facts": {"changelog": {"files": [facts.changelog([facts.unreleased(3)])]}}},
	)
	rule.deny == {{
		"subject": "packages/demo/CHANGELOG.md",
		"message": "`packages/demo/CHANGELOG.md:3` is an unreleased section, and there is none for 1.2.4",
		"fix": "rename the heading at packages/demo/CHANGELOG.md:3 to `## [1.2.4] - 2026-01-31`",
		"evidence": {"file": "packages/demo/CHANGELOG.md", "line": 3},
	}} with input as document with data.relcheck.params as facts.params
}

test_an_unreleased_section_is_to_be_renamed if {
	denied([facts.unreleased(3), facts.section("1.2.3", 9)]) == {{
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md:3` is an unreleased section, and there is none for 1.2.4",
		"fix": "rename the heading at CHANGELOG.md:3 to `## [1.2.4] - 2026-01-31`, like the one at CHANGELOG.md:9",
		"evidence": at(3),
	}}
}

test_an_unreleased_section_that_releases_have_left_behind_is_none if {
	left := object.union(facts.unreleased(9), {"stale": true})
	{finding.message | some finding in denied([facts.section("1.2.3", 3), left, facts.section("1.2.2", 15)])} == {"`CHANGELOG.md` has no section for 1.2.4"}
}

test_a_section_without_a_date_fails if {
	denied([flawed({"heading": "[1.2.4]", "date": null})]) == {{
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md:5`: the section `[1.2.4]` has no date that can be read",
		"fix": "write the heading as `## [1.2.4] - 2026-01-31`",
		"evidence": at(5),
	}}
}

test_an_empty_section_fails if {
	denied([flawed({"empty": true, "groups": []})]) == {{
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md:5`: the section `[1.2.4] - 2026-01-31` is empty",
		"fix": "say in it what changed for users",
		"evidence": at(5),
	}}
}

test_a_withdrawn_section_fails if {
	denied([flawed({"yanked": true})]) == {{
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md:5`: the section `[1.2.4] - 2026-01-31` is marked as withdrawn",
		"fix": "release the version after it, with a section of its own",
		"evidence": at(5),
	}}
}

test_each_flaw_is_a_finding_of_its_own if {
	count(denied([flawed({"date": null, "empty": true, "yanked": true})])) == 3
}

test_a_second_section_fails if {
	denied([facts.section("1.2.4", 5), facts.section("1.2.4", 12)]) == {{
		"subject": "CHANGELOG.md",
		"message": "a second section for 1.2.4: `[1.2.4] - 2026-01-31`",
		"fix": "merge it into the one at CHANGELOG.md:5",
		"evidence": at(12),
	}}
}

test_tomorrow_is_not_warned_about if {
	denied([flawed({"date": "2026-02-01"})]) == set()
	denied([flawed({"date": "2025-12-24"})]) == set()
}

test_exactly_one_day_ahead_is_not_warned_about if {
	document := object.union(facts.judged("patch", "1.2.4"), {
		"clock": {"now": "2026-01-31T00:00:00Z", "seconds": 1769817600},
		"facts": {"changelog": {"files": [facts.changelog([flawed({"date": "2026-02-01"})])]}},
	})
	rule.deny == set() with input as document with data.relcheck.params as facts.params
}

test_a_date_further_ahead_is_warned_about if {
	denied([flawed({"date": "2026-02-02"})]) == {{
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md:5`: the section `[1.2.4] - 2026-01-31` is dated 2026-02-02, and today is 2026-01-31",
		"fix": "write the day of the release, at the earliest 2026-01-31",
		"level": "warn",
		"evidence": at(5),
	}}
}

test_a_pre_release_may_use_the_section_of_its_final_release if {
	denied_in("minor", "1.3.0-rc.1", [facts.changelog([facts.section("1.3.0", 5)])]) == set()
}

test_a_section_of_the_pre_release_itself_comes_first if {
	final := object.union(facts.section("1.3.0", 5), {"date": null})
	denied_in("minor", "1.3.0-rc.1", [facts.changelog([final, facts.section("1.3.0-rc.1", 9)])]) == set()
}

test_a_final_release_needs_a_section_of_its_own if {
	count(denied_in("minor", "1.3.0", [facts.changelog([facts.section("1.3.0-rc.1", 5)])])) == 1
}

test_the_section_may_be_in_any_file if {
	other := object.union(facts.changelog([]), {"path": "docs/CHANGES.md"})
	denied_in("patch", "1.2.4", [other, facts.changelog([facts.section("1.2.4", 5)])]) == set()
}

test_no_candidate_is_unknown if {
	count(rule.unknown) == 1 with input as facts.unversioned("patch") with data.relcheck.params as facts.params
}
