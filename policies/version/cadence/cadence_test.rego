package relcheck.policy.version.cadence_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.cadence as rule

on(type, text, date) := object.union(facts.judged(type, text), {"clock": {
	"now": now,
	"seconds": time.parse_rfc3339_ns(now) / 1000000000,
	"overridden": true,
}}) if {
	now := sprintf("%sT23:59:59Z", [date])
}

denied_with(document, params) := found if {
	found := rule.deny with input as document with data.relcheck.params as params
}

denied(type, text, date) := denied_with(on(type, text, date), facts.params)

not_known(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

excused(document) := found if {
	found := rule.not_applicable with input as document with data.relcheck.params as facts.params
}

test_a_minor_on_the_first_tuesday_passes if {
	every date in ["2026-02-03", "2026-09-01", "2026-07-07", "2028-02-01"] {
		denied("minor", "1.3.0", date) == set()
	}
}

wrong := {
	"2026-02-02": "2026-02-03",
	"2026-02-04": "2026-03-03",
	"2026-02-10": "2026-03-03",
	"2026-08-31": "2026-09-01",
	"2026-09-08": "2026-10-06",
	"2026-12-31": "2027-01-05",
}

test_a_minor_on_another_day_is_warned_about if {
	every date, next in wrong {
		denied("minor", "1.3.0", date) == {{
			"subject": date,
			"message": sprintf("%s is not the first Tuesday of a month, on which minor releases come", [date]),
			"fix": sprintf("release it on %s", [next]),
		}}
	}
}

test_another_day_may_be_configured if {
	params := object.union(facts.params, {"version": {"cadence": {"minor_ordinal": "fifth", "minor_weekday": "Friday"}}})
	denied_with(on("minor", "1.3.0", "2026-01-30"), params) == set()
	{finding.fix | some finding in denied_with(on("minor", "1.3.0", "2026-01-31"), params)} == {"release it on 2026-05-29"}
}

test_a_major_in_its_month_passes if {
	every date in ["2026-03-01", "2026-06-30", "2026-09-15", "2026-12-31"] {
		denied("major", "2.0.0", date) == set()
	}
}

test_a_major_in_another_month_is_warned_about if {
	every date, next in {"2026-01-31": "2026-03-01", "2026-10-01": "2026-12-01"} {
		denied("major", "2.0.0", date) == {{
			"subject": date,
			"message": sprintf(
				"%s is in none of the months in which major releases come: March, June, September, December",
				[date],
			),
			"fix": sprintf("release it from %s on", [next]),
		}}
	}
}

test_the_next_month_may_be_one_of_the_next_year if {
	params := object.union(facts.params, {"version": {"cadence": {"major_months": ["March"]}}})
	{finding.fix | some finding in denied_with(on("major", "2.0.0", "2026-12-31"), params)} == {
		"release it from 2027-03-01 on",
	}
}

test_no_month_at_all_is_warned_about if {
	params := object.union(facts.params, {"version": {"cadence": {"major_months": []}}})
	{finding.fix | some finding in denied_with(on("major", "2.0.0", "2026-12-31"), params)} == {
		"name the months of major releases in relcheck.toml",
	}
}

patch(subject, more) := object.union(on("patch", "1.2.4", "2026-02-04"), {"facts": {"changes": {"commits": [object.union(
	facts.commit(facts.head, subject, []),
	more,
)]}}})

links := {
	"fix: close the file (fixes #12)": "#12",
	"fix: close the file, closes ada/demo#12.": "ada/demo#12",
	"fix: #12, close the file": "#12",
	"Resolves: GH-12": "gh-12",
	"Fix https://github.com/ada/demo/issues/12": "https://github.com/ada/demo/issues/12",
}

test_a_patch_for_an_issue_is_unknown if {
	every subject, issue in links {
		not_known(patch(subject, {})) == {{
			"reason": sprintf(
				"a checkout does not tell when an issue was opened, and no export of issues is read yet: 4ea0c1c5d3 %s",
				[issue],
			),
			"fix": "look whether the oldest of these issues was opened within the last 14 days",
		}}
		excused(patch(subject, {})) == set()
	}
}

test_issues_in_squashed_lines_and_trailers_count if {
	squashed := object.union(facts.change("fix", false), {"description": "do it (resolves #3)"})
	count(not_known(patch("Work", {"changes": [squashed]}))) == 1
	count(not_known(patch("Work", {"trailers": [{"key": "Closes", "value": "#3"}]}))) == 1
}

test_a_patch_without_an_issue_is_left_alone if {
	every subject in ["docs: typo fix (#12)", "fix: close the file (#12)", "fix: see #12", "closes", "fix #1a", "prefix #12"] {
		excused(patch(subject, {})) == {
			"no subject or trailer of a commit links an issue by `Fixes #N`, so there is none to count from",
		}
		not_known(patch(subject, {})) == set()
	}
}

test_a_reverted_fix_does_not_count if {
	not_known(patch("fix #12", {"reverted_by": facts.elsewhere})) == set()
}

test_other_types_count_from_no_issue if {
	document := object.union(patch("fix #12", {}), {"release": {"type": "minor", "version": facts.version("1.3.0")}})
	not_known(document) == set()
	excused(document) == set()
}

test_a_pre_release_has_no_day if {
	excused(on("minor", "1.3.0-rc.1", "2026-02-04")) == {"a pre-release has no day: the final release has"}
}

test_the_day_is_judged_without_a_version if {
	count(denied_with(object.union(on("minor", "1.3.0", "2026-02-04"), {"release": {"version": null}}), facts.params)) == 1
}
