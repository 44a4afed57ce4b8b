package relcheck.policy.quality.docs_updated_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.docs_updated as rule

judged(documented) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"documented": object.union(facts.documented([]), documented)}})

denied(documented) := found if {
	found := rule.deny with input as judged(documented) with data.relcheck.params as facts.params
}

unknown(documented) := found if {
	found := {entry.reason | some entry in rule.unknown} with input as judged(documented) with data.relcheck.params as facts.params
}

not_applicable(documented) := found if {
	found := rule.not_applicable with input as judged(documented) with data.relcheck.params as facts.params
}

looked_at(documented) := found if {
	found := rule.looked_at with input as judged(documented) with data.relcheck.params as facts.params
}

params_with(changed) := object.union(facts.params, {"quality": {"docs_updated": changed}})

only(changed) := {"commits": [facts.notable_commit(changed)]}

document(kind, gained) := {"path": "docs/a.md", "kind": kind, "gained": gained}

passes(documented) if {
	denied(documented) == set()
	unknown(documented) == set()
	not_applicable(documented) == set()
}

test_a_feature_with_documentation_passes if {
	passes(only({"documents": [document("documentation", true)]}))
	passes(only({"documents": [document("readme", true)]}))
	passes(only({"definitions": [{"path": "src/demo.py", "line": 4, "symbol": "shut"}]}))
}

test_a_feature_without_documentation_fails if {
	denied(only({})) == {{
		"subject": "4ea0c1c5d3",
		"message": "no documentation came with `feat: shut the door`: `shut` at `src/demo.py:4` has none",
		"fix": "describe it in a commit with the trailer `Documents: 4ea0c1c5d3`, or, where none is needed, say so in relcheck.toml: `without_documentation = [\"4ea0c1c5d3\"]` below `[rules.quality.docs_updated.params]`",
		"evidence": {"commit": facts.head},
	}}
}

message(changed) := [finding.message | some finding in denied(only(changed))][0]

test_the_place_is_named_as_far_as_it_is_known if {
	bare := {"path": "src/demo.py", "line": 4, "symbol": null}
	message({"undocumented": [bare]}) == "no documentation came with `feat: shut the door` at `src/demo.py:4`"
	message({"undocumented": []}) == "no documentation came with `feat: shut the door`"
	message({"undocumented": [bare], "unread": ["a.rb"]}) == "no documentation came with `feat: shut the door`, which relcheck does not look for in `a.rb`"
}

test_what_breaks_needs_documentation_whatever_its_type if {
	count(denied(only({"types": ["refactor"], "breaking": true}))) == 1
	count(denied(only({"types": [], "breaking": true, "scopes": ["ci"]}))) == 1
}

test_words_that_are_gone_count_only_for_what_breaks if {
	count(denied(only({"documents": [document("documentation", false)]}))) == 1
	passes(only({"documents": [document("documentation", false)], "breaking": true}))
}

test_other_documents_do_not_count_unless_the_project_says_so if {
	given := only({"documents": [document("decision", true)]})
	count(denied(given)) == 1
	rule.deny == set() with input as judged(given) with data.relcheck.params as params_with({"documents": ["decision"]})
}

test_other_types_need_none_unless_the_project_says_so if {
	given := only({"types": ["perf"]})
	not_applicable(given) == {"nothing since `v1.2.3` is a feature or breaks something"}
	count(rule.deny) == 1 with input as judged(given) with data.relcheck.params as params_with({"types": ["feat", "perf"]})
}

test_what_users_do_not_see_needs_none_and_is_named if {
	given := only({"kinds": ["ci", "test"]})
	passes(given)
	looked_at(given) == {
		"1 commit that is a feature or breaks something since `v1.2.3`",
		"not 1 commit which changes only files of which users see nothing: 4ea0c1c5d3 `feat: shut the door`",
	}
	passes(only({"kinds": []}))
	not passes(only({"kinds": ["ci", "other"]}))
	passes(only({"scopes": ["ci"]}))
	"not 1 commit which has a scope of which users see nothing: 4ea0c1c5d3 `feat: shut the door`" in looked_at(only({"scopes": ["ci"]}))
}

test_a_trailer_spares_and_is_named if {
	passes(only({"trailer": "none"}))
	"not 1 commit which says itself that it needs none: 4ea0c1c5d3 `feat: shut the door`" in looked_at(only({"trailer": "none"}))
	count(denied(only({"trailer": "yes"}))) == 1
}

test_the_project_can_exempt_and_it_is_named if {
	rule.deny == set() with input as judged(only({})) with data.relcheck.params as params_with({"without_documentation": ["4ea0c1c5d3"]})
	rule.deny == set() with input as judged(only({"pull_request": 12})) with data.relcheck.params as params_with({"without_documentation": ["#12"]})
	count(rule.deny) == 1 with input as judged(only({"pull_request": 12})) with data.relcheck.params as params_with({"without_documentation": ["#13"]})
	found := rule.looked_at with input as judged(only({})) with data.relcheck.params as params_with({"without_documentation": ["4ea0c1c5d3"]})
	"not 1 commit which the project exempts: 4ea0c1c5d3 `feat: shut the door`" in found
}

test_only_so_many_are_named_and_the_rest_is_counted if {
	given := {"commits": [facts.notable_commit({"title": sprintf("feat: %d", [number])}) | some number in numbers.range(1, 5)]}
	found := rule.deny with input as judged(given) with data.relcheck.params as params_with({"max_named": 2})
	{finding.message | some finding in found; finding.subject == "commits"} == {"no documentation came with 3 more commits: 4ea0c1c5d3 `feat: 3`, 4ea0c1c5d3 `feat: 4` and 1 more"}
	count(found) == 3
}

test_most_changes_of_no_type_are_unknown if {
	given := {"changes": 3, "untyped": 2}
	reason := "2 of 3 changes since `v1.2.3` do not say of which type they are, so it is not known which are features"
	unknown(given) == {reason}
	not_applicable(given) == set()
	denied(given) == set()
	found := rule.deny with input as judged(given) with data.relcheck.params as params_with({"unclear": "warn"})
	found == {{"subject": "commits", "message": reason, "fix": "look whether one of them needs documentation", "level": "warn"}}
	count(unknown({"changes": 4, "untyped": 2})) == 1
	rule.unknown == set() with input as judged(given) with data.relcheck.params as params_with({"unclear": "warn"})
}

test_some_changes_of_no_type_are_named if {
	given := {"changes": 5, "untyped": 2}
	unknown(given) == set()
	"not 2 changes of no type" in looked_at(given)
}

test_no_change_at_all_is_not_applicable if {
	not_applicable({"changes": 0}) == {"nothing since `v1.2.3` is a feature or breaks something"}
}

test_more_than_are_looked_at_are_unknown if {
	unknown({"more": 3}) == {"3 more commits are features or may be one than are looked at"}
	not_applicable({"more": 3}) == set()
}

test_before_a_first_release_there_is_no_change if {
	not_applicable({"since": null, "changes": 0}) == {"nothing was released before, so there is no change since"}
	looked_at({"since": null, "changes": 0}) == set()
}
