package relcheck.policy.version.bump_commit_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.bump_commit as rule

id := "abcdef0123456789abcdef0123456789abcdef01"

document(type, text, subjects) := object.union(facts.judged(type, text), {"facts": {"changes": {"commits": [
	facts.commit(id, subject, []) |
	some subject in subjects
]}}})

denied_in(given) := found if {
	found := rule.deny with input as given with data.relcheck.params as facts.params
}

denied(subjects) := denied_in(document("patch", "1.2.4", subjects))

not_known(given) := found if {
	found := rule.unknown with input as given with data.relcheck.params as facts.params
}

excused(given) := found if {
	found := rule.not_applicable with input as given with data.relcheck.params as facts.params
}

with_versions(subjects, versions) := object.union(
	document("patch", "1.2.4", subjects),
	{"facts": {"versions": object.union(facts.undeclared, versions)}},
)

bump := "chore: bump version to 1.2.4"

test_one_bump_passes_for_each_type if {
	every type, text in {"patch": "1.2.4", "hotfix": "1.2.4", "minor": "1.3.0", "major": "2.0.0"} {
		given := document(type, text, ["fix: x", sprintf("chore: bump version to %s", [text])])
		denied_in(given) == set()
		not_known(given) == set()
		excused(given) == set()
	}
}

test_the_number_of_a_pull_request_may_follow if {
	every number in [" (#12)", " (!12)"] {
		denied([concat("", [bump, number])]) == set()
	}
}

test_the_version_may_be_spelt_as_it_is_declared if {
	pep := object.union(facts.version("1.3.0-rc.1"), {"text": "v1.3.0rc1"})
	given := object.union(
		document("minor", "1.3.0-rc.1", ["chore: bump version to 1.3.0rc1"]),
		{"release": {"version": pep}},
	)
	denied_in(given) == set()
}

test_no_bump_is_warned_about if {
	denied(["fix: x", "chore: bump version to 1.2.3", "chore: bump version to 1.2.40"]) == {{
		"subject": "commits",
		"message": "no commit since `v1.2.3` is `chore: bump version to 1.2.4`",
		"fix": "git commit -am 'chore: bump version to 1.2.4'",
	}}
}

test_no_commit_at_all_is_warned_about if count(denied([])) == 1

near := [
	"Bump version to 1.2.4",
	"chore: bump version to v1.2.4",
	"Chore: bump version to 1.2.4",
	"chore(release): 1.2.4.",
	"chore(release): bump version to 1.2.4",
	"chore!: bump version to 1.2.4",
]

test_other_words_are_named if {
	every subject in near {
		denied(["fix: x", subject]) == {{
			"subject": "commits",
			"message": sprintf(
				"no commit since `v1.2.3` is `chore: bump version to 1.2.4`; other words, with the same version: abcdef0123 `%s`",
				[subject],
			),
			"fix": "reword the one that raises the version, if it was not pushed yet: `git rebase -i v1.2.3`",
			"evidence": {"commit": id},
		}}
	}
}

test_two_bumps_are_warned_about if {
	denied([bump, "fix: x", bump]) == {{
		"subject": "commits",
		"message": sprintf("2 commits bump the version to 1.2.4: abcdef0123 `%s`, abcdef0123 `%s`", [bump, bump]),
		"fix": "make them one, if they were not pushed yet: `git rebase -i v1.2.3`",
		"evidence": {"commit": id},
	}}
}

test_a_reverted_bump_does_not_count if {
	reverted := object.union(facts.commit(id, bump, []), {"reverted_by": facts.head})
	once := {"facts": {"changes": {"commits": [reverted]}}}
	twice := {"facts": {"changes": {"commits": [facts.commit(id, bump, []), reverted]}}}
	count(denied_in(object.union(document("patch", "1.2.4", []), once))) == 1
	denied_in(object.union(document("patch", "1.2.4", []), twice)) == set()
}

test_a_merge_repeats_what_it_brings if {
	merge := object.union(facts.commit(facts.head, bump, []), {"merge": true})
	commits := {"facts": {"changes": {"commits": [merge, facts.commit(id, bump, [])]}}}
	denied_in(object.union(document("patch", "1.2.4", []), commits)) == set()
}

test_other_subjects_may_be_configured if {
	params := object.union(facts.params, {"version": {"bump_commit": {"subjects": ["Release vX.Y.Z"]}}})
	found := rule.deny with input as document("patch", "1.2.4", ["Release v1.2.4"]) with data.relcheck.params as params
	found == set()
	other := rule.deny with input as document("patch", "1.2.4", []) with data.relcheck.params as params
	{finding.fix | some finding in other} == {"git commit -am 'Release v1.2.4'"}
}

test_a_version_from_the_tag_needs_no_bump if {
	excused(with_versions([], {"dynamic": [facts.from_tag]})) == {
		"no file declares the version, so none has to be changed",
	}
}

test_no_declared_version_needs_no_bump if count(excused(with_versions([], {}))) == 1

test_a_file_that_repeats_the_tag_by_hand_needs_one if {
	given := object.union(document("patch", "1.2.4", []), {"facts": {"versions": {"dynamic": [facts.from_tag]}}})
	excused(given) == set()
	count(denied_in(given)) == 1
}

test_a_first_release_needs_no_bump if {
	given := object.union(document("minor", "0.1.0", []), {"facts": {"changes": {"since": null}}})
	excused(given) == {"nothing was released before, so there is no version to raise"}
	denied_in(given) == set()
}

test_a_version_that_is_not_known_is_unknown if {
	given := with_versions([], {"undetermined": [facts.undetermined]})
	some reason in not_known(given)
	reason.reason == "`setup.py:12`: `version` is a call of `read_version`"
	count(not_known(given)) == 1
	excused(given) == set()
}

test_a_version_that_code_makes_may_be_bumped if {
	given := with_versions([bump], {"undetermined": [facts.undetermined]})
	not_known(given) == set()
	denied_in(given) == set()
}

test_no_candidate_is_unknown if count(not_known(facts.unversioned("patch"))) == 1
