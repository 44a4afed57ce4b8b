package relcheck.policy.version.docs_references_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.docs_references as rule

with_files(files) := object.union(facts.judged("patch", "1.2.4"), {"facts": {"references": facts.references(files)}})

guide(found) := with_files([facts.document("docs/guide.md", "documentation", found)])

changed(fields) := object.union(facts.reference(7, "1.2.3"), fields)

alone(fields) := object.union(facts.bare(7, "1.2.3"), fields)

denied(found) := findings if {
	document := guide(found)
	findings := rule.deny with input as document with data.relcheck.params as facts.params
}

levels(found) := [object.get(finding, "level", "deny") | some finding in denied(found)]

test_the_candidates_version_passes if denied([facts.reference(7, "1.2.4"), facts.bare(8, "1.2.4")]) == set()

test_an_older_release_fails_at_its_place if {
	denied([facts.reference(7, "1.2.3")]) == {{
		"subject": "docs/guide.md",
		"message": "`docs/guide.md:7` names an older release: `demo==1.2.3`",
		"fix": "write 1.2.4 in place of 1.2.3",
		"evidence": {"file": "docs/guide.md", "line": 7},
	}}
}

test_each_older_version_is_older if {
	every older in ["0.9.9", "1.1.9", "1.2.3", "1.2.4-rc.1"] {
		levels([facts.reference(7, older)]) == ["deny"]
	}
}

test_a_later_version_is_not_older if {
	every later in ["1.2.5", "1.3.0", "2.0.0"] {
		denied([facts.reference(7, later)]) == set()
	}
}

test_a_series_is_older_as_a_whole if {
	denied([changed({"parts": 2, "version": facts.version("1.2.0")})]) == set()
	denied([changed({"parts": 1, "version": facts.version("1.0.0")})]) == set()
	levels([changed({"parts": 2, "version": facts.version("1.1.0")})]) == ["deny"]
	levels([changed({"parts": 1, "version": facts.version("0.1.0")})]) == ["deny"]
}

test_what_cannot_be_ordered_is_not_judged if denied([changed({"version": null})]) == set()

test_images_and_revisions_are_judged_too if {
	every form in ["at", "assigned", "file", "image", "pinned", "revision", "url"] {
		levels([changed({"form": form})]) == ["deny"]
	}
}

test_ranges_are_not_judged if denied([changed({"form": "constraint"})]) == set()

test_a_requirement_of_cargo_that_takes_the_candidate_is_not_judged if {
	denied([changed({"form": "requirement"})]) == set()
	levels([changed({"form": "requirement", "text": "0.9.0", "version": facts.version("0.9.0")})]) == ["deny"]
}

test_a_sentence_about_the_project_is_warned_about if {
	denied([changed({"form": "prose", "token": "1.2.3"})]) == {{
		"subject": "docs/guide.md",
		"message": "`docs/guide.md:7` may name an older release: `1.2.3`",
		"fix": "write 1.2.4, or say whose version it is, or since when it is true",
		"level": "warn",
		"evidence": {"file": "docs/guide.md", "line": 7},
	}}
}

test_a_version_alone_counts_if_it_was_released if {
	levels([alone({})]) == ["deny"]
	levels([alone({"before": []})]) == ["deny"]
	levels([alone({"before": ["the", "latest", "version"]})]) == ["deny"]
	denied([facts.bare(7, "1.2.2")]) == set()
}

test_a_version_after_an_unknown_word_is_warned_about if {
	levels([alone({"before": ["rustc"]})]) == ["warn"]
	levels([alone({"table": true})]) == ["warn"]
}

test_a_version_alone_in_another_folder_is_that_folders if {
	file := object.union(facts.document("crates/a/README.md", "documentation", [alone({})]), {"central": false})
	rule.deny == set() with input as with_files([file])
	named := object.union(file, {"references": [facts.reference(7, "1.2.3")]})
	count(rule.deny) == 1 with input as with_files([named])
}

test_words_before_it_make_it_historical if {
	every words in [["since"], ["before", "version"], ["until"], ["as", "of"], ["deprecated", "in", "the"], ["as", "of", "demo"], ["upgrade", "from"]] {
		denied([alone({"before": words})]) == set()
		denied([changed({"before": words})]) == set()
	}
}

# `in v1.2.3` tells when something was so; `in demo==1.2.3` names what is used.
test_words_of_grammar_make_it_historical_in_sentences_only if {
	every word in ["and", "by", "from", "in", "of", "on", "or", "through"] {
		denied([alone({"before": [word]})]) == set()
		denied([changed({"form": "prose", "before": [word]})]) == set()
		every form in ["assigned", "at", "file", "image", "pinned", "revision", "url"] {
			levels([changed({"form": form, "before": [word]})]) == ["deny"]
		}
	}
}

test_words_after_it_make_it_historical if {
	every words in [["or", "later"], ["and", "earlier", "ones"], ["+"], ["introduces", "it"], ["vs"]] {
		denied([changed({"after": words})]) == set()
	}
	levels([changed({"after": ["or", "pip"]})]) == ["deny"]
}

test_directives_headings_comments_and_addresses_make_it_historical if {
	denied([changed({"directive": "versionadded"})]) == set()
	levels([changed({"directive": "note"})]) == ["deny"]
	denied([changed({"under_version": true})]) == set()
	denied([changed({"comment": true})]) == set()
	denied([changed({"form": "url", "token": "https://github.com/ada/demo/compare/v1.2.2...v1.2.3"})]) == set()
}

test_documents_of_other_times_may_name_older_releases if {
	every kind in ["blog", "decision", "history", "migration", "security"] {
		rule.deny == set() with input as with_files([facts.document("docs/x.md", kind, [facts.reference(7, "1.2.3")])])
	}
}

test_readme_is_another_rules if {
	rule.deny == set() with input as with_files([facts.document("README.md", "readme", [facts.reference(7, "1.2.3")])])
}

test_configured_documents_may_name_older_releases if {
	params := object.union(facts.params, {"version": {"docs_references": {"ignored": ["docs/**"]}}})
	rule.deny == set() with input as guide([facts.reference(7, "1.2.3")]) with data.relcheck.params as params
}

# Nothing that could be read is not nothing that is there.
test_unread_documentation_is_unknown if {
	document := object.union(with_files([]), {"facts": {"references": {
		"read": 0,
		"unread": [{"path": "docs/a.md", "reason": "`docs/a.md` is not valid UTF-8"}],
	}}})
	rule.not_applicable == set() with input as document
	count(rule.unknown) == 1 with input as document
}

test_no_documentation_is_not_applicable if {
	document := object.union(with_files([]), {"facts": {"references": {"read": 0}}})
	rule.not_applicable == {"there is no documentation"} with input as document
	rule.not_applicable == set() with input as with_files([])
}

test_a_document_that_cannot_be_read_is_unknown if {
	unread := [{"path": "docs/a.md", "reason": "`docs/a.md` line 2 is not valid UTF-8"}]
	document := object.union(with_files([]), {"facts": {"references": {"unread": unread}}})
	rule.unknown == {"a document was not read: `docs/a.md` line 2 is not valid UTF-8"} with input as document
}

test_a_project_without_a_name_is_unknown if {
	document := object.union(with_files([]), {"facts": {"references": {"names": []}}})
	count(rule.unknown) == 1 with input as document
}

test_no_version_is_unknown if count(rule.unknown) == 1 with input as facts.unversioned("patch")
