package relcheck.policy.support.retention_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.support.retention as rule

denied(lines, sections) := found if {
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {
		"lines": lines,
		"changelog": {"files": [facts.changelog(sections)]},
		"security_policy": kept,
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

# What is promised to four majors: the latest three in full, the fourth for a year.
kept := facts.security_policy([
	facts.line_promise("4.0.0", "full", 7),
	facts.line_promise("3.0.0", "full", 8),
	facts.line_promise("2.0.0", "full", 9),
	facts.line_promise("1.2.3", "security", 10),
])

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
	messages(denied(window("2.0", "full", 1767225600), [])) == {
		"2.0 is of one of the 3 latest major versions, and the configuration gives it no full support",
		"`SECURITY.md:9` (`2.x`) says that 2.0 is supported, and by the rules it has had none since 2026-01-01",
	}
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

# The same releases, with another security policy.
told(policy) := told_on(policy, majors)

told_on(policy, lines) := found if {
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {
		"lines": lines,
		"changelog": {"files": []},
		"security_policy": policy,
	}})
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

said(lines) := told(facts.security_policy(lines))

others := [
	facts.line_promise("4.0.0", "full", 7),
	facts.line_promise("3.0.0", "full", 8),
]

test_what_is_promised_in_security_md_must_be_kept_to if {
	told(kept) == set()
	said(array.concat(others, [facts.line_promise("2.0.0", "none", 9), facts.line_promise("1.2.3", "none", 10)])) == {
		{
			"subject": "2.0",
			"message": "`SECURITY.md:9` (`2.x`) says that 2.0 gets no fixes, and by the rules it gets every fix",
			"fix": "say the same in both places: in SECURITY.md:9, and in `[support]` of relcheck.toml",
			"evidence": {"file": "SECURITY.md", "line": 9},
		},
		{
			"subject": "1.2",
			"message": "`SECURITY.md:10` (`1.x`) says that 1.2 gets no fixes, and by the rules it gets security fixes until 2027-01-01",
			"fix": "say the same in both places: in SECURITY.md:10, and in `[support]` of relcheck.toml",
			"evidence": {"file": "SECURITY.md", "line": 10},
		},
	}
}

test_security_fixes_alone_are_too_little_for_a_latest_major if {
	found := said(array.concat(others, [facts.line_promise("2.0.0", "security", 9), facts.line_promise("1.2.3", "full", 10)]))
	messages(found) == {"`SECURITY.md:9` (`2.x`) says that 2.0 gets security fixes only, and by the rules it gets every fix"}
}

test_what_is_over_must_not_be_promised if {
	found := told_on(kept, object.union(majors, {"windows": [{"line": "1.2", "kind": "security", "until": "2026-01-01", "ends": 1767312000}]}))
	messages(found) & {"`SECURITY.md:10` (`1.x`) says that 1.2 gets security fixes only, and by the rules it has had none since 2026-01-02"} != set()
	over := object.union(kept, {"lines": [facts.line_promise("1.2.3", "none", 10)]})
	count(told_on(over, object.union(majors, {"windows": [{"line": "1", "kind": "security", "until": "2026-01-01", "ends": 1767312000}]}))) == 1
}

test_a_major_without_a_word_is_warned_about if {
	silent := object.union(facts.line_promise("2.0.0", null, null), {"text": null})
	said(array.concat(others, [silent, facts.line_promise("1.2.3", "security", 10)])) == {{
		"subject": "2.0",
		"message": "`SECURITY.md` says nothing that can be relied on of 2.0, which gets every fix",
		"fix": "add a row for it to the table in SECURITY.md, or set `majors` below `[support]` in relcheck.toml",
		"evidence": {"file": "SECURITY.md"},
	}}
}

test_lines_below_the_highest_of_their_major_count_if_they_have_a_window if {
	low := object.union(facts.line_promise("4.0.0", "none", 11), {"highest": false})
	policy := facts.security_policy([low])
	told(policy) == set()
	window := {"line": "4.0", "kind": "security", "until": null, "ends": null}
	found := told_on(policy, object.union(majors, {"windows": [window]}))
	"`SECURITY.md:11` (`4.x`) says that 4.0 gets no fixes, and by the rules it gets security fixes" in messages(found)
}

test_rows_that_are_not_understood_leave_it_unknown if {
	policy := object.union(kept, {"unread": [{"line": 12, "text": "| a | b |", "reason": "which versions it names is not understood"}]})
	told(policy) == set()
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {"security_policy": policy}})
	rule.unknown == {{
		"reason": "`SECURITY.md:12` is not understood: which versions it names is not understood",
		"fix": "write the table as GitHub's template has it: `| 5.1.x | :white_check_mark: |`",
	}} with input as document with data.relcheck.params as facts.params
}

test_a_policy_that_says_nothing_of_versions_is_warned_about if {
	silent := {"promises": [], "unread": [], "lines": []}
	messages(told(object.union(silent, {"path": null}))) == {"no SECURITY.md in this repository says which versions get fixes"}
	told(object.union(silent, {"path": ".github/SECURITY.md"})) == {{
		"subject": "security policy",
		"message": "nothing in `.github/SECURITY.md` says which versions get fixes",
		"fix": "write a table `| Version | Supported |` below `## Supported Versions` in .github/SECURITY.md",
	}}
	document := object.union(facts.judged("patch", "1.2.4"), {
		"project": {"path": "packages/demo"},
		"facts": {"lines": majors, "changelog": {"files": []}, "security_policy": object.union(silent, {"path": null})},
	})
	rule.deny == set() with input as document with data.relcheck.params as facts.params
}
