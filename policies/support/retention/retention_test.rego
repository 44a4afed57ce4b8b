package relcheck.policy.support.retention_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.support.retention as rule

denied(lines, sections) := found if {
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {
		"lines": lines,
		"changelog": {"files": [facts.changelog(sections)]},
	}})
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

majors := facts.lines(["4.0.0", "3.0.0", "2.0.0", "1.2.3"])

window(line, kind, ends) := object.union(majors, {"windows": [{
	"line": line,
	"kind": kind,
	"until": null,
	"ends": ends,
}]})

messages(found) := {finding.message | some finding in found}

test_releases_with_their_tags_pass if {
	denied(majors, [facts.section("4.0.0", 5), facts.section("1.2.3", 9)]) == set()
}

test_what_is_to_be_released_needs_no_tag if {
	denied(majors, [facts.section("4.1.0", 5), facts.unreleased(3)]) == set()
	denied(majors, [facts.section("2.0.0-rc.1", 5)]) == set()
}

test_releases_that_only_the_changelog_knows_are_warned_about if {
	denied(majors, [facts.section("1.1.0", 5), facts.section("1.0.0", 9)]) == {{
		"subject": "CHANGELOG.md",
		"message": "2 releases have no tag, and `CHANGELOG.md:5` tells of them: 1.1.0, 1.0.0",
		"fix": "git fetch --tags, or tag the commits that they were made from",
		"evidence": {"file": "CHANGELOG.md", "line": 5},
	}}
	messages(denied(majors, [facts.section("1.1.0", 5)])) == {"1 release has no tag, and `CHANGELOG.md:5` tells of it: 1.1.0"}
}

test_a_tag_without_its_commit_is_warned_about if {
	line := majors.lines[0]
	broken := object.union(majors, {"lines": [object.union(line, {"releases": [object.union(line.releases[0], {"commit": null})]})]})
	messages(denied(broken, [])) == {"the tag `v4.0.0` leads to no commit that is here"}
}

test_full_support_of_a_latest_major_must_not_be_shortened if {
	denied(window("3", "security", null), []) == {{
		"subject": "3",
		"message": "3 is of one of the 3 latest major versions, and the configuration gives it no full support",
		"fix": "take `line = \"3\"` out of `[[support.lines]]` in relcheck.toml, or prolong it",
	}}
	count(denied(window("2.0", "full", 1767225600), [])) == 1
	denied(window("2.0", "full", 1900000000), []) == set()
}

test_the_year_of_an_older_major_must_not_be_shortened if {
	denied(window("1.2", "security", 1770000000), []) == {{
		"subject": "1.2",
		"message": "1.2 is of an older major version, and its security fixes end before the 365 days that it was promised",
		"fix": "prolong `line = \"1.2\"` of `[[support.lines]]` in relcheck.toml",
	}}
	denied(window("1.2", "security", 1900000000), []) == set()
	denied(window("1.2", "security", null), []) == set()
}

test_nothing_released_is_left_out if {
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {"lines": facts.lines([])}})
	rule.not_applicable == {"nothing was released yet"} with input as document
}
