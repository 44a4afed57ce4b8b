package relcheck.policy.dependencies.sbom_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.dependencies.sbom as rule

judged(changed) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"sbom": object.union(facts.sbom([facts.sbom_report({})]), changed)}})

of(changed) := judged({"reports": [facts.sbom_report(changed)]})

compared(changed) := judged({"comparison": facts.sbom_comparison(changed)})

with_params(changed) := object.union(facts.params, {"dependencies": {"sbom": changed}})

denied(document) := denied_with(document, {})

denied_with(document, changed) := found if {
	found := rule.deny with input as document with data.relcheck.params as with_params(changed)
}

messages(document) := {finding.message | some finding in denied(document)}

unknown(document) := unknown_with(document, {})

unknown_with(document, changed) := {object.get(entry, "reason", entry) |
	some entry in rule.unknown with input as document with data.relcheck.params as with_params(changed)
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

group(scope, count, first) := {"scope": scope, "conditional": false, "count": count, "first": first}

test_an_sbom_that_lists_everything_passes if {
	denied(judged({})) == set()
	unknown(judged({})) == set()
	looked_at(judged({})) == {
		"`bom.json` (cyclonedx-py)",
		"3 packages of `poetry.lock`",
		"not asked for: `bom.json` lacks the supplier of 3 components: `a`, `b`, `c`",
	}
}

test_none_is_unknown if {
	unknown(judged({"reports": [], "comparison": null})) == {"there is no software bill of materials (SBOM)"}
}

test_one_that_nothing_binds_to_the_commit_is_unknown if {
	loose := object.union(facts.recorded("dist/bom.json", "sbom", "syft"), {
		"binding": "unbound",
		"binding_reason": "nothing recorded it",
		"commit": null,
	})
	document := judged({"reports": [facts.sbom_report({"evidence": loose})], "comparison": null})
	unknown(document) == {"`dist/bom.json` does not count: nothing recorded it"}
	denied(document) == set()
	looked_at(document) == set()
}

test_one_that_cannot_be_read_is_unknown if {
	document := of({"status": "unreadable", "reason": "it is cut off at line 3", "format": null, "spec_version": null, "subject": null})
	unknown(document) == {"`bom.json` does not count: it is cut off at line 3"}
	denied(document) == set()
}

test_one_of_something_else_is_unknown if {
	document := of({"is_of_project": false, "subject": {"name": "other", "version": "1", "normal": null, "purl": null}})
	unknown(document) == {"no SBOM is of `demo`: `bom.json` is of `other`"}
	denied(document) == set()
}

test_one_of_something_else_beside_it_is_named if {
	other := facts.sbom_report({"is_of_project": false, "subject": {"name": "other", "version": "1", "normal": null, "purl": null}})
	document := judged({"reports": [facts.sbom_report({}), other]})
	denied(document) == set()
	unknown(document) == set()
	"`bom.json` is of `other`, not of `demo`" in looked_at(document)
}

test_one_that_is_of_nothing_fails if {
	messages(of({"is_of_project": false, "subject": null, "described": 0})) == {"it does not say what it is the SBOM of"}
	messages(of({"is_of_project": false, "subject": null, "described": 3})) == {"it describes 3 things, so that it is not of one"}
}

test_one_that_says_a_wrong_time_fails if {
	messages(of({"timestamp": facts.now + 86400})) == {"it says that it was made on 2026-02-01"}
	messages(of({"timestamp": facts.now - (40 * 86400)})) == {"it says that it was made on 2025-12-22"}
	messages(of({"timestamp": facts.now - (20 * 86400)})) == set()
	old := facts.now - (40 * 86400)
	dormant := object.union(of({"timestamp": old}), {"facts": {"repository": {"head": {"time": old}}}})
	messages(dormant) == set()
	messages(of({"timestamp": null})) == set()
}

test_one_of_another_version_fails if {
	subject := {"name": "demo", "version": "1.2.3", "normal": "1.2.3", "purl": null}
	messages(of({"subject": subject})) == {"it is of 1.2.3, and 1.3.0 is to be released"}
	none := object.union(subject, {"version": null, "normal": null})
	messages(of({"subject": none})) == {"it is of no version, and 1.3.0 is to be released"}
	spelt := object.union(subject, {"version": "1.3", "normal": "1.3.0"})
	messages(of({"subject": spelt})) == set()
	odd := object.union(subject, {"version": "1.3.0", "normal": null})
	messages(of({"subject": odd})) == set()
}

test_an_unknown_version_is_unknown if {
	document := object.union(facts.unversioned("minor"), {"facts": {"sbom": facts.sbom([facts.sbom_report({})])}})
	unknown(document) == {"it is not known which version is to be released"}
}

test_one_that_is_not_valid_fails if {
	messages(of({"problems": ["its component `a` has no type"], "problem_count": 1})) == {"it is not valid CycloneDX 1.6: its component `a` has no type"}
	nameless := of({"problems": ["x"], "problem_count": 2, "format": null, "spec_version": null})
	messages(nameless) == {"it is not valid SBOM SBOM: x and 1 more"}
}

test_minimum_elements_that_are_asked_for_are_needed if {
	gaps := [facts.sbom_gap("timestamp", 0, []), facts.sbom_gap("component-version", 7, ["a", "b", "c", "d", "e"])]
	messages(of({"gaps": gaps})) == {
		"it does not say when it was made",
		"it lacks a version of 7 components: `a`, `b`, `c`, `d`, `e` and 2 more",
	}
	strict := denied_with(judged({}), {"elements": ["supplier"]})
	{finding.message | some finding in strict} == {"it lacks the supplier of 3 components: `a`, `b`, `c`"}
}

test_packages_that_are_missing_fail if {
	missing := [group("runtime", 1, [facts.sbom_package("a", "1.0")])]
	messages(compared({"missing": missing})) == {"1 package is missing in the SBOM: `a` 1.0 (`poetry.lock:7`)"}
	two := [group("build", 2, [facts.sbom_package("a", null), object.union(facts.sbom_package("b", "2"), {"line": null})])]
	messages(compared({"missing": two})) == {"2 build packages are missing in the SBOM: `a` in any version (`poetry.lock:7`), `b` 2 (`poetry.lock`)"}
}

test_packages_in_another_version_fail if {
	other := [group("unknown", 1, [{"wanted": facts.sbom_package("a", "1.0"), "found": ["0.9", "1.1"]}])]
	messages(compared({"other_versions": other})) == {"1 package is in another version in the SBOM: `a` 1.0 (`poetry.lock:7`) is 0.9 and 1.1 there"}
}

test_what_is_not_asked_for_is_named if {
	missing := [
		group("development", 2, [facts.sbom_package("a", "1.0")]),
		object.union(group("runtime", 1, [facts.sbom_package("b", "1.0")]), {"conditional": true}),
	]
	other := [group("optional", 1, [{"wanted": facts.sbom_package("c", "1.0"), "found": ["2"]}])]
	document := compared({"missing": missing, "other_versions": other})
	denied(document) == set()
	found := looked_at(document)
	"not asked for: 2 development packages are missing in the SBOM" in found
	"not asked for: 1 conditional package is missing in the SBOM" in found
	"not asked for: 1 optional package is in another version in the SBOM" in found
	count(denied_with(document, {"conditional": "required"})) == 1
	count(denied_with(document, {"required_scopes": ["development", "optional"]})) == 2
}

test_what_the_sbom_has_more_is_named if {
	document := compared({"extra_count": 2, "extra": ["pkg:pypi/x@1"]})
	denied(document) == set()
	"only in the SBOM: `pkg:pypi/x@1` and 1 more" in looked_at(document)
}

test_what_is_not_locked_is_unknown if {
	document := judged({"unlocked": ["pyproject.toml"], "sources": []})
	unknown(document) == {"no lock file says which versions `pyproject.toml` asks for, so what has to be in an SBOM is not known"}
	denied(document) == set()
	unknown_with(document, {"unlocked": "warn"}) == set()
	warned := denied_with(document, {"unlocked": "warn"})
	{finding.level | some finding in warned} == {"warn"}
}

test_what_is_not_read_is_unknown if {
	document := judged({"unread": ["composer.lock"], "sources": []})
	unknown(document) == {"what stands in `composer.lock` is not read: whether its packages are in the SBOM is not known"}
	unknown_with(document, {"unlocked": "warn"}) == set()
	warned := denied_with(document, {"unlocked": "warn"})
	{finding.level | some finding in warned} == {"warn"}
}

test_the_way_to_lock_is_that_of_the_manifest if {
	every path, fix in {
		"Cargo.toml": "lock them: cargo generate-lockfile",
		"web/package.json": "lock them (`npm install`, `pnpm install`, `yarn install`)",
		"conanfile.txt": "lock them with the package manager that reads it",
	} {
		document := judged({"unlocked": [path], "sources": []})
		found := rule.unknown with input as document with data.relcheck.params as facts.params
		fix in {reason.fix | some reason in found}
	}
}

test_a_lock_file_that_says_nothing_is_unknown if {
	source := {"path": "poetry.lock", "problem": "cannot be read: it is no TOML", "packages": 0}
	unknown(judged({"partial": [source]})) == {"`poetry.lock` cannot be read: it is no TOML"}
	silent := object.union(source, {"problem": null})
	unknown(judged({"partial": [silent]})) == {"`poetry.lock` says nothing"}
	some_packages := {"path": "requirements.txt", "problem": "does not name what they need", "packages": 2}
	unknown(judged({"partial": [some_packages]})) == set()
	"`requirements.txt` does not name what they need" in looked_at(judged({"partial": [some_packages]}))
}
