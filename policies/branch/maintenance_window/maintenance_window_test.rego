package relcheck.policy.branch.maintenance_window_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.branch.maintenance_window as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

not_known(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

with_lines(text, lines) := object.union(facts.judged("patch", text), {"facts": {"lines": lines}})

majors := facts.lines(["4.0.0", "3.0.0", "2.0.0", "1.2.3"])

at(document, seconds, now) := object.union(document, {"clock": {"now": now, "seconds": seconds, "overridden": false}})

window(line, kind, ends) := object.union(majors, {"windows": [{
	"line": line,
	"kind": kind,
	"until": until(ends),
	"ends": ends,
}]})

until(null) := null

until(ends) := "2026-01-01" if ends != null

test_a_line_of_one_of_the_latest_majors_passes if {
	every text in ["4.0.1", "3.0.1", "2.0.1"] {
		denied(with_lines(text, majors)) == set()
		not_known(with_lines(text, majors)) == set()
	}
}

test_nothing_released_before_passes if {
	denied(with_lines("0.0.1", facts.lines([]))) == set()
}

test_an_older_major_gets_security_fixes_for_a_year if {
	denied(with_lines("1.2.4", majors)) == {{
		"subject": "1.2",
		"message": "1.2 gets security fixes only, until 2027-01-01",
		"fix": "see that the release holds nothing but security fixes",
		"level": "warn",
	}}
}

test_after_that_it_fails if {
	denied(at(with_lines("1.2.4", majors), 1798761600, "2027-01-01T00:00:00Z")) == {{
		"subject": "1.2",
		"message": "the support of 1.2 ended on 2027-01-01",
		"fix": "release the fix after `v4.0.0`, or set `[[support.lines]] line = \"1.2\"` with a later `until` in relcheck.toml",
	}}
}

test_the_major_that_pushed_it_out_counts if {
	older := facts.lines(["5.0.0", "4.0.0", "3.0.0", "2.0.0", "1.2.3"])
	{finding.message | some finding in denied(with_lines("1.2.4", older))} == {"1.2 gets security fixes only, until 2026-12-31"}
}

test_a_window_prolongs_and_shortens if {
	denied(with_lines("1.2.4", window("1.2", "full", 1800000000))) == set()
	denied(with_lines("1.2.4", window("1", "full", null))) == set()
	{finding.message | some finding in denied(with_lines("1.2.4", window("1", "security", null)))} == {"1.2 gets security fixes only"}
	{finding.message | some finding in denied(with_lines("4.0.1", window("4.0", "full", 1767225600)))} == {"the support of 4.0 ended on 2026-01-01"}
}

test_the_window_of_the_line_goes_before_that_of_its_major if {
	both := object.union(majors, {"windows": array.concat(
		window("1", "full", 1767225600).windows,
		window("1.2", "full", null).windows,
	)})
	denied(with_lines("1.2.4", both)) == set()
}

test_where_no_line_is_supported_none_is_offered if {
	lines := object.union(window("1.2", "full", 1767225600), {"majors": []})
	denied(with_lines("1.2.4", lines)) == {{
		"subject": "1.2",
		"message": "no version of the line 1.2 is supported",
		"fix": "set `[[support.lines]] line = \"1.2\"` with a later `until` in relcheck.toml",
	}}
}

test_a_time_that_is_not_known_is_unknown if {
	untimed := object.union(majors, {"majors": [object.union(major, {"since": null}) | some major in majors.majors]})
	denied(with_lines("1.2.4", untimed)) == set()
	not_known(with_lines("1.2.4", untimed)) == {{
		"reason": "when the support of 1.2 ended is not known: a release's time is missing",
		"fix": "git fetch --refetch --tags",
	}}
}

test_no_candidate_is_unknown if {
	count(not_known(facts.unversioned("patch"))) == 1
}
