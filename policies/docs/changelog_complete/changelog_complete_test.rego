package relcheck.policy.docs.changelog_complete_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.docs.changelog_complete as rule

judged(notes) := object.union(facts.judged("patch", "1.2.4"), {"facts": {"release_notes": object.union(facts.release_notes([]), notes)}})

denied(notes) := found if {
	found := rule.deny with input as judged(notes) with data.relcheck.params as facts.params
}

unknown(notes) := found if {
	found := {entry.reason | some entry in rule.unknown} with input as judged(notes) with data.relcheck.params as facts.params
}

# The same with other parameters.
params_with(changed) := object.union(facts.params, {"docs": {"changelog_complete": changed}})

only(change) := {"unnamed": [object.union(facts.unnamed_change("fix: close the file", ["fix"]), change)]}

is_not_asked_for(change) if {
	denied(only(change)) == set()
	unknown(only(change)) == set()
}

test_changes_with_entries_pass if {
	denied({}) == set()
	unknown({}) == set()
}

test_a_change_without_an_entry_fails if {
	denied(only({})) == {{
		"subject": "4ea0c1c5d3",
		"message": "no entry of the changelog speaks of `fix: close the file`",
		"fix": "add to CHANGELOG.md:5 what it means for users, with `(4ea0c1c5d3)` in it",
		"evidence": {"commit": facts.head},
	}}
	{finding.fix | some finding in denied(only({"pull_request": 12}))} == {"add to CHANGELOG.md:5 what it means for users, with `(#12)` in it"}
}

with_sections(sections) := object.union(facts.judged("patch", "1.2.4"), {"facts": {
	"changelog": {"files": [facts.changelog(sections)]},
	"release_notes": facts.release_notes([]),
}})

released := facts.section("1.2.4", 20)

test_entries_above_the_release_are_not_in_it if {
	rule.deny == {{
		"subject": "CHANGELOG.md",
		"message": "`CHANGELOG.md:3` is unreleased and has 1 entry, and 1.2.4 has a section of its own",
		"fix": "move what is released now to the section of the release",
		"evidence": {"file": "CHANGELOG.md", "line": 3},
	}} with input as with_sections([facts.unreleased(3), released])
}

test_what_is_not_left_over_is_none_of_them if {
	planned := {"groups": [{"name": null, "line": 3, "entries": [{"line": 4, "text": "Later.", "planned": true}]}]}
	named := object.union(facts.unreleased(3), {"version": facts.version("1.2.4")})
	every sections in [
		[facts.unreleased(3)],
		[facts.unreleased(3), facts.section("1.2.3", 20)],
		[object.union(facts.unreleased(3), {"groups": []}), released],
		[object.union(facts.unreleased(3), {"stale": true}), released],
		[object.union(facts.unreleased(3), planned), released],
		[named],
	] {
		rule.deny == set() with input as with_sections(sections)
	}
}

test_what_breaks_is_seen_whatever_its_type if {
	count(denied(only({"types": ["refactor"], "breaking": true}))) == 1
	count(denied(only({"types": [], "breaking": true}))) == 1
	count(denied(only({"scopes": ["docs"], "breaking": true}))) == 1
}

test_what_breaks_is_seen_whatever_else_hides_it if {
	every hiding in [{"kinds": ["test"]}, {"author": "dependabot[bot]"}, {"trailer": "skip"}] {
		is_not_asked_for(hiding)
		count(denied(only(object.union(hiding, {"breaking": true})))) == 1
	}
}

test_only_fragments_are_enough_to_be_told if {
	found := denied(object.union(only({}), {"sections": [], "fragments": ["newsfragments/1.fix.md"]}))
	{finding.fix | some finding in found} == {"add to the changelog's section of the release what it means for users, with `(4ea0c1c5d3)` in it"}
}

test_a_changelog_without_a_section_is_one_finding if {
	denied(object.union(only({}), {"sections": [], "entries": 0})) == {{
		"subject": "changelog",
		"message": "no section of a changelog speaks of what comes after v1.2.3, and users see 1 change: 4ea0c1c5d3 `fix: close the file`",
		"fix": "write an entry for each, below a heading for the release",
	}}
}

test_types_files_scopes_and_trailers_tell_what_users_do_not_see if {
	is_not_asked_for({"types": ["chore", "test"]})
	is_not_asked_for({"kinds": ["ci", "test"]})
	is_not_asked_for({"scopes": ["tests"]})
	is_not_asked_for({"trailer": "skip"})
	is_not_asked_for({"author": "dependabot[bot]"})
	is_not_asked_for({"types": [], "title": "Release version 1.2.4"})
	is_not_asked_for({"types": [], "title": "Bump version to 1.3.0.dev0"})
	is_not_asked_for({"types": [], "title": "v1.2.4"})
	is_not_asked_for({"types": [], "title": "Release version 1.2.4 (#12)"})
	is_not_asked_for({"types": [], "title": "Start new development cycle"})
	not is_not_asked_for({"types": ["chore", "fix"]})
	not is_not_asked_for({"kinds": ["other", "test"]})
	not is_not_asked_for({"kinds": []})
	not is_not_asked_for({"trailer": "fixed"})
	not is_not_asked_for({"types": [], "title": "Release the lock earlier"})
}

test_an_entry_that_names_no_change_leaves_it_open if {
	notes := object.union(only({}), {"free_entries": 2})
	denied(notes) == set()
	unknown(notes) == {"1 change that users see is in no entry by number or words, and 2 entries name no change, which may speak of anything: 4ea0c1c5d3 `fix: close the file`"}
}

test_a_change_that_does_not_say_what_it_is_is_unknown if {
	notes := only({"types": [], "title": "Close the file"})
	denied(notes) == set()
	unknown(notes) == {"nothing says whether users see 1 change that no entry names: 4ea0c1c5d3 `Close the file`"}
	{entry.fix | some entry in rule.unknown} == {"write an entry for it, or say in relcheck.toml that none is needed: `without_entry = [\"4ea0c1c5d3\"]` below `[rules.docs.changelog_complete.params]`"} with input as judged(notes) with data.relcheck.params as facts.params
}

test_it_may_be_only_warned_about if {
	notes := only({"types": [], "title": "Close the file"})
	found := rule.deny with input as judged(notes) with data.relcheck.params as params_with({"unclear": "warn"})
	found == {{
		"subject": "commits",
		"message": "nothing says whether users see 1 change that no entry names: 4ea0c1c5d3 `Close the file`",
		"fix": "look whether one of them needs an entry",
		"level": "warn",
	}}
	rule.unknown == set() with input as judged(notes) with data.relcheck.params as params_with({"unclear": "warn"})
}

test_changes_can_be_said_to_need_none if {
	notes := only({"pull_request": 12})
	rule.deny == set() with input as judged(notes) with data.relcheck.params as params_with({"without_entry": ["#12"]})
	rule.deny == set() with input as judged(notes) with data.relcheck.params as params_with({"without_entry": ["4ea0c1c5d3"]})
	count(rule.deny) == 1 with input as judged(notes) with data.relcheck.params as params_with({"without_entry": ["#13"]})
}

test_more_than_are_listed_are_unknown if {
	unknown({"more": 3}) == {"3 more changes are named by no entry than are looked at"}
}

test_before_a_first_release_there_is_no_change if {
	rule.not_applicable == {"nothing was released before, so there is no change since"} with input as judged({"since": null})
}
