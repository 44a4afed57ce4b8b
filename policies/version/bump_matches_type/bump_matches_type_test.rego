package relcheck.policy.version.bump_matches_type_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.bump_matches_type as rule

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

not_known(document) := found if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
}

declaring(document, declarations) := object.union(document, {"facts": {"versions": facts.versions(declarations)}})

with_versions(type, text, versions) := object.union(
	facts.judged(type, text),
	{"facts": {"versions": object.union(facts.undeclared, versions)}},
)

with_tags(type, text, tags) := object.union(facts.judged(type, text), {"facts": {"repository": {"tags": tags}}})

step := [
	{"type": "patch", "text": "1.2.4"},
	{"type": "hotfix", "text": "1.2.4"},
	{"type": "minor", "text": "1.3.0"},
	{"type": "major", "text": "2.0.0"},
	{"type": "minor", "text": "1.3.0-rc.1"},
]

first_step := [
	{"type": "patch", "text": "0.0.1"},
	{"type": "hotfix", "text": "0.0.1"},
	{"type": "minor", "text": "0.1.0"},
	{"type": "major", "text": "1.0.0"},
]

no_step := [
	{"type": "patch", "text": "1.2.5", "next": "1.2.4"},
	{"type": "patch", "text": "1.3.0", "next": "1.2.4"},
	{"type": "hotfix", "text": "1.3.4", "next": "1.2.4"},
	{"type": "minor", "text": "1.3.1", "next": "1.3.0"},
	{"type": "minor", "text": "1.4.0", "next": "1.3.0"},
	{"type": "minor", "text": "2.3.0", "next": "1.3.0"},
	{"type": "major", "text": "2.1.0", "next": "2.0.0"},
	{"type": "major", "text": "2.0.1", "next": "2.0.0"},
	{"type": "major", "text": "3.0.0", "next": "2.0.0"},
]

test_each_legal_step_passes if {
	every case in step {
		denied(facts.judged(case.type, case.text)) == set()
		not_known(facts.judged(case.type, case.text)) == set()
	}
}

test_each_first_step_passes if {
	every case in first_step {
		denied(facts.first(case.type, case.text)) == set()
		not_known(facts.first(case.type, case.text)) == set()
	}
}

test_anything_but_one_step_fails if {
	every case in no_step {
		denied(facts.judged(case.type, case.text)) == {{
			"subject": case.text,
			"message": sprintf(
				"%s is no %s release after 1.2.3 (`v1.2.3`): that is %s",
				[case.text, case.type, case.next],
			),
			"fix": sprintf("relcheck check --release %s", [case.next]),
		}}
	}
}

test_the_previous_release_again_fails_twice if {
	{finding.subject | some finding in denied(facts.judged("patch", "1.2.3"))} == {"1.2.3", "v1.2.3"}
}

test_a_first_release_that_steps_from_elsewhere_fails if {
	denied(facts.first("minor", "0.3.0")) == {{
		"subject": "0.3.0",
		"message": "0.3.0 is no minor release after nothing: that is 0.1.0",
		"fix": "relcheck check --release 0.1.0",
	}}
}

named_first(type, text) := object.union(
	facts.first(type, text),
	{"facts": {"repository": {"history": {"first_release": facts.version(text)}}}},
)

test_a_first_release_that_the_configuration_names_passes_for_its_type if {
	every type, text in {"minor": "0.3.0", "patch": "2.3.4", "major": "2026.0.0"} {
		denied(named_first(type, text)) == set()
	}
}

test_a_first_release_that_the_configuration_names_is_of_no_other_type if {
	every type, text in {"patch": "0.3.0", "hotfix": "0.3.0", "major": "0.3.0", "minor": "2.3.4"} {
		count(denied(named_first(type, text))) == 1
	}
}

test_another_first_release_than_the_configured_one_fails if {
	other := {"facts": {"repository": {"history": {"first_release": facts.version("0.5.0")}}}}
	count(denied(object.union(facts.first("minor", "0.3.0"), other))) == 1
}

test_a_post_release_fails if {
	post := object.union(facts.version("1.2.4"), {"text": "1.2.4.post1", "normal": "1.2.4.post1"})
	place := object.union(facts.declaration("pyproject.toml", 3, "1.2.4"), {"version": post})
	document := object.union(facts.judged("patch", "1.2.4"), {"release": {"version": post}})
	denied(declaring(document, [place])) == {{
		"subject": "1.2.4.post1",
		"message": "1.2.4.post1 is neither a final release nor a pre-release",
		"fix": "relcheck check --release 1.2.4",
	}}
}

test_another_declared_version_fails_at_its_place if {
	document := declaring(facts.judged("patch", "1.2.4"), [
		object.union(facts.declaration("a/__init__.py", 1, "1.3.0"), {"kind": "python-attribute"}),
		facts.declaration("package.json", 9, "1.2.4"),
		facts.declaration("pyproject.toml", 3, "1.3.0"),
	])
	denied(document) == {{
		"subject": "pyproject.toml",
		"message": "`pyproject.toml:3` declares 1.3.0, but the patch release is 1.2.4",
		"fix": "set the version in pyproject.toml:3 to 1.2.4",
		"evidence": {"file": "pyproject.toml", "line": 3},
	}}
}

test_a_version_declared_outside_of_manifests_is_found if {
	place := object.union(facts.declaration("a/__init__.py", 1, "1.3.0"), {"kind": "python-attribute"})
	some finding in denied(declaring(facts.judged("patch", "1.2.4"), [place]))
	finding.fix == "set the version in a/__init__.py:1 to 1.2.4"
}

test_a_declared_version_without_a_place_still_fails if {
	denied(with_versions("patch", "1.2.4", {"declared": facts.version("1.3.0")})) == {{
		"subject": "version",
		"message": "the project declares 1.3.0, but the patch release is 1.2.4",
		"fix": "set the version in its manifest to 1.2.4",
		"evidence": {},
	}}
}

test_a_version_of_another_package_does_not_count if {
	member := object.union(facts.declaration("pyproject.toml", 3, "9.9.9"), {"role": "member"})
	own := facts.declaration("package.json", 2, "1.2.4")
	denied(declaring(facts.judged("patch", "1.2.4"), [own, member])) == set()
}

test_a_development_version_is_never_the_candidate if {
	document := declaring(facts.judged("minor", "1.3.0"), [facts.declaration("pyproject.toml", 3, "1.3.0-dev.0")])
	denied(document) == {{
		"subject": "pyproject.toml",
		"message": "`pyproject.toml:3` declares the development version 1.3.0-dev.0, which is never released as such",
		"fix": "set the version in pyproject.toml:3 to 1.3.0",
		"evidence": {"file": "pyproject.toml", "line": 3},
	}}
}

test_a_development_candidate_asks_for_its_final_release if {
	{finding.fix | some finding in denied(facts.judged("minor", "1.3.0-dev.0"))} == {
		"set the version in pyproject.toml:3 to 1.3.0",
		"relcheck check --release 1.3.0",
	}
}

test_a_version_tagged_on_another_commit_fails if {
	document := with_tags("patch", "1.2.4", [facts.tag("v1.2.4", "final", facts.version("1.2.4"), facts.elsewhere)])
	denied(document) == {{
		"subject": "v1.2.4",
		"message": "`v1.2.4` is tagged already, on commit 2222222222",
		"fix": "release the version after it, or, if it was never pushed, `git tag -d v1.2.4`",
		"evidence": {"commit": facts.elsewhere},
	}}
}

test_a_version_released_from_another_branch_leaves_no_step_to_the_one_after_it if {
	document := with_tags("patch", "1.2.4", [facts.tag("v1.2.4", "final", facts.version("1.2.4"), facts.elsewhere)])
	elsewhere := {"facts": {"repository": {"history": {"higher_elsewhere": ["v1.2.4"]}}}}
	[finding.fix | some finding in denied(object.union(document, elsewhere))] == [concat("", [
		"release from the branch that has `v1.2.4`, or merge that one, or take a larger step from here, ",
		"as `relcheck suggest` names them; or, if it was never pushed, `git tag -d v1.2.4`",
	])]
}

test_a_later_post_release_of_what_head_was_released_as_is_no_other if {
	later := object.union(facts.version("1.2.4"), {"text": "1.2.4.post1", "normal": "1.2.4.post1"})
	tags := [facts.tag("1.2.4.post1", "final", later, facts.elsewhere)]
	count(denied(with_tags("patch", "1.2.4", tags))) == 1
	own := facts.tag("1.2.4", "final", facts.version("1.2.4"), facts.head)
	denied(with_tags("patch", "1.2.4", array.concat(tags, [own]))) == set()
}

test_a_tag_on_a_commit_that_is_not_here_fails if {
	document := with_tags("patch", "1.2.4", [facts.tag("v1.2.4", "final", facts.version("1.2.4"), null)])
	{finding.message | some finding in denied(document)} == {"`v1.2.4` is tagged already, on a commit that is not in this clone"}
}

test_a_tag_in_a_repository_without_commits_fails if {
	tags := [facts.tag("v1.2.4", "final", facts.version("1.2.4"), facts.elsewhere)]
	document := object.union(with_tags("patch", "1.2.4", tags), {"facts": {"repository": {"head": null}}})
	count(denied(document)) == 1
}

test_a_tag_on_head_is_the_candidate_itself if {
	denied(with_tags("patch", "1.2.4", [
		facts.tag("v1.2.4", "final", facts.version("1.2.4"), facts.head),
		facts.tag("v1.2.4-rc.1", "pre-release", facts.version("1.2.4-rc.1"), facts.elsewhere),
		facts.tag("other-v1.2.4", "other", null, facts.elsewhere),
		facts.tag("latest", "other", facts.version("1.2.4"), facts.elsewhere),
	])) == set()
}

test_a_pre_release_of_a_tagged_release_fails if {
	tags := [facts.tag("v1.3.0", "final", facts.version("1.3.0"), facts.elsewhere)]
	[finding.subject | some finding in denied(with_tags("minor", "1.3.0-rc.1", tags))] == ["v1.3.0"]
}

test_the_same_pre_release_on_another_commit_fails if {
	tags := [facts.tag("v1.3.0-rc.1", "pre-release", facts.version("1.3.0-rc.1"), facts.elsewhere)]
	{finding.subject | some finding in denied(with_tags("minor", "1.3.0-rc.1", tags))} == {"v1.3.0-rc.1"}
}

test_a_pre_release_must_be_above_those_there_are if {
	document := with_tags("minor", "1.3.0-rc.2", [
		facts.tag("v1.3.0-beta.9", "pre-release", facts.version("1.3.0-beta.9"), facts.elsewhere),
		facts.tag("v1.3.0-rc.1", "pre-release", facts.version("1.3.0-rc.1"), facts.elsewhere),
		facts.tag("v1.3.0-rc.10", "pre-release", facts.version("1.3.0-rc.10"), facts.elsewhere),
		facts.tag("v1.4.0-rc.1", "pre-release", facts.version("1.4.0-rc.1"), facts.elsewhere),
	])
	denied(document) == {{
		"subject": "v1.3.0-rc.10",
		"message": "1.3.0-rc.2 is below `v1.3.0-rc.10`, which is tagged already",
		"fix": "set the version in pyproject.toml:3 to one above 1.3.0-rc.10",
		"evidence": {"commit": facts.elsewhere},
	}}
}

test_a_hostile_tag_name_is_quoted_in_the_command if {
	tags := [facts.tag("v1.2.4;rm", "final", facts.version("1.2.4"), facts.elsewhere)]
	some finding in denied(with_tags("patch", "1.2.4", tags))
	endswith(finding.fix, "`git tag -d 'v1.2.4;rm'`")
}

test_a_version_taken_from_the_tag_passes if {
	document := with_versions("patch", "1.2.4", {"dynamic": [facts.from_tag]})
	denied(document) == set()
	not_known(document) == set()
}

test_no_declaration_at_all_is_warned_about if {
	denied(with_versions("patch", "1.2.4", {})) == {{
		"subject": "version",
		"message": "no file declares a version: the tag alone does",
		"level": "warn",
	}}
}

test_a_version_that_cannot_be_determined_is_unknown if {
	document := with_versions("patch", "1.2.4", {"undetermined": [facts.undetermined]})
	denied(document) == set()
	some reason in not_known(document)
	reason.reason == "`setup.py:12`: `version` is a call of `read_version`"
	startswith(reason.fix, "if it takes the version from the places that declare it, set `computed = [\"setup.py\"]`")
	count(not_known(document)) == 1
}

test_a_version_taken_from_nowhere_is_unknown if {
	document := with_versions("patch", "1.2.4", {"dynamic": [facts.from_attribute]})
	denied(document) == set()
	not_known(document) == {{"reason": "`pyproject.toml:2` takes the version from `demo.__version__`, where none was found"}}
}

test_a_module_that_the_build_writes_is_no_question_where_the_tag_decides if {
	not_known(with_versions("patch", "1.2.4", {"dynamic": [facts.from_tag, facts.from_attribute]})) == set()
}

test_a_place_that_cannot_be_determined_beside_a_declared_version_is_not_judged_here if {
	document := object.union(
		facts.judged("patch", "1.2.4"),
		{"facts": {"versions": {"undetermined": [facts.undetermined]}}},
	)
	not_known(document) == set()
}

test_a_history_that_does_not_tell_is_unknown if {
	document := declaring(facts.shallow("patch", "0.0.1"), [facts.declaration("pyproject.toml", 3, "1.2.4")])
	denied(document) == set()
	not_known(document) == {{"reason": "the clone is shallow", "fix": "git fetch --unshallow --tags"}}
}

test_a_history_that_does_not_say_why_is_unknown_too if {
	silent := {"facts": {"repository": {"history": {"reason": null, "fix": null}}}}
	not_known(object.union(facts.shallow("patch", "0.0.1"), silent)) == {"the clone does not tell which release came before"}
}

test_no_candidate_is_unknown if {
	not_known(facts.unversioned("patch")) == {{
		"reason": "it is not known which version is to be released",
		"fix": "relcheck check --release X.Y.Z",
	}}
}

test_nothing_is_judged_against_a_predecessor_that_is_not_known if {
	document := object.union(facts.shallow("minor", "5.0.0-dev.1"), {"facts": {"repository": {"tags": [
		facts.tag("v5.0.0", "final", facts.version("5.0.0"), facts.elsewhere),
		facts.tag("v5.0.0-rc.9", "pre-release", facts.version("5.0.0-rc.9"), facts.elsewhere),
	]}}})
	denied(document) == set()
}

test_a_post_release_of_a_pre_release_fails if {
	post := object.union(facts.version("1.3.0-rc.1"), {"text": "1.3.0rc1.post1", "normal": "1.3.0-rc.1.post1"})
	place := object.union(facts.declaration("pyproject.toml", 3, "1.3.0"), {"version": post})
	document := object.union(facts.judged("minor", "1.3.0"), {"release": {"version": post}})
	{finding.message | some finding in denied(declaring(document, [place]))} == {concat("", [
		"1.3.0-rc.1.post1 is neither a final release nor a pre-release",
	])}
}

test_the_place_named_has_the_declared_version if {
	document := with_versions("patch", "1.2.4", {
		"declared": facts.version("1.3.0"),
		"declarations": [
			facts.declaration("package.json", 9, "1.3.0"),
			facts.declaration("pyproject.toml", 3, "1.2.4"),
		],
	})
	{finding.subject | some finding in denied(document)} == {"package.json"}
}

test_a_text_that_is_no_version_is_left_to_another_rule if {
	place := object.union(facts.declaration("pyproject.toml", 3, "1.2.4"), {"text": "next", "version": null})
	denied(declaring(facts.judged("patch", "1.2.4"), [place])) == set()
}

scheduled(type, before, text) := counted("YYYY.MM.MICRO", 0, type, before, text)

dated(format, type, before, text) := counted(format, 1, type, before, text)

counted(format, first, type, before, text) := object.union(facts.judged(type, text), {
	"release": {
		"scheme": "calver",
		"calendar": {"terms": split(format, "."), "first": first},
		"previous": facts.previous(before),
	},
	"facts": {"repository": {"tags": [facts.tag("v1", "final", facts.version(before), facts.released)]}},
})

test_legal_steps_of_a_calendar_pass if {
	every case in [
		["patch", "2025.11.0", "2025.11.1"],
		["hotfix", "2025.11.3", "2025.11.4"],
		["patch", "2025.11.0", "2026.1.0"],
		["minor", "2025.11.0", "2026.1.0"],
		["major", "25.11.0", "26.1.1"],
		["minor", "2026.1.0", "2026.1.1"],
		["minor", "2026.1.0", "2026.2.0"],
	] {
		denied(scheduled(case[0], case[1], case[2])) == set()
	}
}

test_other_steps_of_a_calendar_fail if {
	every case in [
		["minor", "2025.11.0", "2025.11.1", "2026.1.0"],
		["minor", "2025.11.0", "2025.12.0", "2026.1.0"],
		["minor", "2025.11.0", "2026.3.0", "2026.1.0"],
		["major", "26.1.0", "26.1.2", "26.1.1"],
		["patch", "2025.11.0", "2025.11.2", "2025.11.1"],
		["minor", "2026.2.0", "2026.1.0", "2026.2.1"],
	] {
		[finding.fix | some finding in denied(scheduled(case[0], case[1], case[2]))] == [concat("", [
			"relcheck check --release ",
			case[3],
		])]
	}
}

test_a_calendar_begins_on_any_day if {
	first := {"release": {"scheme": "calver", "calendar": {"terms": ["YYYY", "MM", "MICRO"], "first": 0}}}
	denied(object.union(facts.first("minor", "2026.1.0"), first)) == set()
	[finding.fix | some finding in denied(object.union(facts.first("minor", "2025.1.0"), first))] == [concat("", [
		"relcheck check --release 2026.1.0",
	])]
}

posted(scheme, type, before, number) := document if {
	post := object.union(facts.version("1.2.3"), {
		"text": sprintf("1.2.3.post%d", [number]),
		"normal": sprintf("1.2.3.post%d", [number]),
	})
	place := object.union(facts.declaration("pyproject.toml", 3, "1.2.3"), {"version": post})
	changed := {"release": {"version": post, "previous": {"version": before}, "scheme": scheme}}
	document := declaring(object.union(facts.judged(type, "1.2.3"), changed), [place])
}

post_1 := object.union(facts.version("1.2.3"), {"text": "1.2.3.post1", "normal": "1.2.3.post1"})

test_post_releases_are_patches_under_pep_440 if {
	denied(posted("pep440", "patch", facts.version("1.2.3"), 1)) == set()
	denied(posted("pep440", "hotfix", facts.version("1.2.3"), 0)) == set()
	denied(posted("pep440", "patch", post_1, 2)) == set()
}

test_other_post_releases_fail if {
	count(denied(posted("pep440", "minor", facts.version("1.2.3"), 1))) > 0
	count(denied(posted("pep440", "patch", facts.version("1.2.3"), 2))) > 0
	count(denied(posted("semver", "patch", facts.version("1.2.3"), 1))) > 0
}

test_a_post_release_that_is_tagged_is_taken if {
	tagged := {"facts": {"repository": {"tags": [facts.tag("v1.2.3.post1", "final", post_1, facts.elsewhere)]}}}
	some finding in denied(object.union(posted("pep440", "patch", facts.version("1.2.3"), 1), tagged))
	finding.subject == "v1.2.3.post1"
}

# The clock of the facts says 2026-01-31.
test_each_format_has_its_own_steps if {
	every case in [
		["YY.MINOR.MICRO", "patch", "25.4.0", "25.4.1"],
		["YY.MINOR.MICRO", "minor", "25.4.0", "26.1.0"],
		["YY.MINOR.MICRO", "patch", "26.1.0", "26.2.0"],
		["YY.MINOR.MICRO", "major", "26.1.3", "26.2.0"],
		["YY.MINOR", "patch", "26.0.0", "26.0.1"],
		["YY.MINOR", "minor", "26.0.0", "26.1.0"],
		["YYYY.MAJOR.MICRO", "minor", "2026.3.2", "2026.4.0"],
		["0Y.0W.MICRO", "minor", "26.2.0", "26.5.0"],
		["0Y.0W.MICRO", "minor", "26.2.0", "26.6.1"],
		["YYYY.0M.0D", "patch", "2026.1.2", "2026.1.31"],
		["YYYY.0M.0D", "minor", "2026.1.2", "2026.2.27"],
		["YYYY.MICRO", "patch", "2026.3.0", "2026.4.0"],
	] {
		denied(dated(case[0], case[1], case[2], case[3])) == set()
	}
}

test_other_steps_of_a_format_fail if {
	every case in [
		["YY.MINOR.MICRO", "minor", "25.4.0", "25.5.0", "26.1.0"],
		["YY.MINOR.MICRO", "minor", "26.1.0", "26.1.1", "26.2.0"],
		["YY.MINOR.MICRO", "patch", "26.1.0", "26.3.0", "26.1.1"],
		["YY.MINOR.MICRO", "minor", "26.1.2", "26.2.2", "26.2.0"],
		["YY.MINOR.MICRO", "minor", "25.4.0", "26.1.1", "26.1.0"],
		["YYYY.MICRO", "patch", "2026.3.0", "2026.3.1", "2026.4.0"],
		["0Y.0W.MICRO", "minor", "26.2.0", "26.9.0", "26.5.1"],
		["YYYY.0M.0D", "patch", "2026.1.2", "2026.1.30", "2026.1.31"],
	] {
		[finding.fix | some finding in denied(dated(case[0], case[1], case[2], case[3]))] == [concat("", [
			"relcheck check --release ",
			case[4],
		])]
	}
}

test_a_day_has_one_release_where_nothing_counts if {
	some finding in denied(dated("YYYY.0M.0D", "patch", "2026.1.31", "2026.1.31"))
	endswith(finding.message, ": that is one of a later day")
	finding.fix == "release it on a later day, or as a post-release"
}

in_epochs(type, before, now) := object.union(
	declaring(facts.judged(type, "1.2.3"), [object.union(facts.declaration("pyproject.toml", 3, "1.2.3"), {"version": now})]),
	{
		"release": {"version": now, "previous": {"version": before}, "scheme": "pep440"},
		"facts": {"repository": {"tags": [facts.tag("old", "final", before, facts.released)]}},
	},
)

test_an_epoch_stays_until_a_major_release_begins_the_next if {
	denied(in_epochs("patch", facts.in_epoch(1, "2.0.0"), facts.in_epoch(1, "2.0.1"))) == set()
	denied(in_epochs("major", facts.version("2026.1.0"), facts.in_epoch(1, "1.0.0"))) == set()
	[finding.fix | some finding in denied(in_epochs("minor", facts.in_epoch(1, "2.0.0"), facts.in_epoch(2, "2.1.0")))] == [concat("", [
		"relcheck check --release ",
		"1!2.1.0",
	])]
	[finding.fix | some finding in denied(in_epochs("minor", facts.in_epoch(1, "2.0.0"), facts.version("2.1.0")))] == [concat("", [
		"relcheck check --release ",
		"1!2.1.0",
	])]
}
