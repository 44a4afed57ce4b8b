package relcheck.policy.dependencies.licenses_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.dependencies.licenses as rule

judged(changed) := object.union(facts.judged("minor", "1.3.0"), {"facts": {"licenses": changed}})

of(groups) := judged({"groups": groups})

under(expression) := of([facts.license_group(expression, {})])

with_params(changed) := object.union(facts.params, {"dependencies": {"licenses": changed}})

denied(document) := found if {
	found := rule.deny with input as document with data.relcheck.params as facts.params
}

denied_by(document, changed) := found if {
	found := rule.deny with input as document with data.relcheck.params as with_params(changed)
}

unknown(document) := reasons if {
	found := rule.unknown with input as document with data.relcheck.params as facts.params
	reasons := {entry.reason | some entry in found}
}

unknown_by(document, changed) := found if {
	found := rule.unknown with input as document with data.relcheck.params as with_params(changed)
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

not_applicable(document) := found if {
	found := rule.not_applicable with input as document with data.relcheck.params as facts.params
}

messages(found) := {entry.message | some entry in found}

test_licences_that_are_allowed_pass if {
	denied(under("MIT")) == set()
	unknown(under("MIT")) == set()
	not_applicable(under("MIT")) == set()
	looked_at(under("MIT")) == {"2 packages in `.venv/lib/python3.11/site-packages`"}
}

test_an_alternative_is_enough if {
	denied(under("GPL-3.0-only OR MIT")) == set()
	denied(under("Apache-2.0 WITH LLVM-exception")) == set()
}

test_what_is_not_allowed_fails_for_each_package_at_its_line if {
	group := facts.license_group("OSL-3.0", {"packages": [facts.licensed("one", "1.0")]})
	denied(of([group])) == {{
		"subject": "one@1.0",
		"message": "`one@1.0` is under `OSL-3.0`, which is not allowed",
		"fix": "replace it, or allow the licence, or say what it is: clarifications = [\"one@1.0 = EXPRESSION\"]",
		"evidence": {"file": "poetry.lock", "line": 7},
	}}
	count(denied(under("OSL-3.0"))) == 2
}

test_of_several_that_apply_each_has_to_be_allowed if {
	group := facts.license_group("MIT AND OSL-3.0", {"packages": [facts.licensed("one", "1.0")]})
	messages(denied(of([group]))) == {"`one@1.0` is under `MIT AND OSL-3.0`, of which `OSL-3.0` is not allowed"}
}

test_a_new_package_is_named if {
	new := object.union(facts.licensed("one", "1.0"), {"is_new": true, "line": null})
	group := facts.license_group("OSL-3.0", {"packages": [new]})
	found := denied(of([group]))
	messages(found) == {"`one@1.0` is under `OSL-3.0`, which is not allowed, and new since the previous release"}
	{entry.evidence | some entry in found} == {{"file": "poetry.lock"}}
	fresh := [{"name": "one", "version": "1.0", "scope": "runtime", "license": "MIT"}]
	"new since the previous release: `one@1.0` (MIT)" in looked_at(judged({"new": fresh}))
}

test_what_is_denied_wins if {
	count(denied_by(under("MIT"), {"denied": ["MIT"]})) == 2
}

test_what_is_only_for_development_is_not_judged if {
	group := facts.license_group("OSL-3.0", {"scope": "development"})
	denied(of([group])) == set()
	"not judged: 2 packages for development" in looked_at(of([group]))
	count(denied_by(of([group]), {"scopes": ["development"]})) == 2
}

test_a_guess_that_is_allowed_either_way_passes_and_is_named if {
	group := facts.license_group("BSD-2-Clause", {
		"expressions": ["BSD-2-Clause", "BSD-3-Clause"],
		"guessed": true,
		"texts": ["BSD License"],
	})
	denied(of([group])) == set()
	unknown(of([group])) == set()
	"a guess, and allowed whichever it is: `BSD License` of 2 packages may be `BSD-2-Clause` or `BSD-3-Clause`" in looked_at(of([group]))
}

test_a_guess_of_which_some_is_allowed_is_unknown if {
	group := facts.license_group("MIT", {
		"expressions": ["MIT", "OSL-3.0"],
		"guessed": true,
		"texts": ["MIT; OSL 3.0"],
	})
	denied(of([group])) == set()
	unknown(of([group])) == {"`MIT; OSL 3.0` of `one@1.0`, `two@2.0` may be `MIT` or `OSL-3.0`, of which `OSL-3.0` is not allowed"}
	unknown_by(of([group]), {"clarifications": ["one@1.0 = MIT", "two@2.0 = MIT"]}) == set()
}

test_a_guess_of_which_nothing_is_allowed_fails if {
	group := facts.license_group("GPL", {
		"expressions": ["OSL-1.0", "OSL-3.0"],
		"guessed": true,
		"texts": ["OSL"],
		"packages": [facts.licensed("one", "1.0")],
	})
	messages(denied(of([group]))) == {"`one@1.0` is under `OSL-1.0` or `OSL-3.0`, which is not allowed"}
}

contradiction := {
	"groups": [facts.license_group("MIT", {
		"expressions": ["MIT", "OSL-3.0"],
		"contradictory": true,
		"packages": [facts.licensed("one", "1.0")],
	})],
	"contradictions": [{
		"name": "one",
		"version": "1.0",
		"scope": "runtime",
		"said": ["`MIT` in `a`", "`OSL-3.0` in `b`"],
	}],
}

test_of_a_contradiction_all_counts if {
	messages(denied(judged(contradiction))) == {
		"`one@1.0` is under `MIT` or `OSL-3.0`, of which `OSL-3.0` is not allowed",
		"of `one@1.0` the sources say different things, so that all of it counts: `MIT` in `a`, `OSL-3.0` in `b`",
	}
	denied_by(judged(contradiction), {"clarifications": ["one@1.0 = MIT"]}) == set()
}

test_the_first_step_is_a_report_and_what_it_does_not_tell_is_clarified if {
	missing := {"unknown": [facts.unlicensed("three", "pypi")]}
	fixes(judged(object.union(missing, {"reports": []}))) == {"relcheck record -- pip-licenses --format=json --with-system"}
	some fix in fixes(judged(object.union(missing, {"reports": [report]})))
	endswith(fix, "say it yourself: clarifications = [\"three@1.0 = EXPRESSION\"]")
}

report := {
	"evidence": facts.recorded("licenses.json", "licenses", "pip-licenses"),
	"status": "complete",
	"reason": null,
	"packages": 2,
}

fixes(document) := {entry.fix |
	found := rule.unknown with input as document with data.relcheck.params as facts.params
	some entry in found
}

test_a_package_without_a_licence_is_unknown if {
	nameless := [object.union(facts.unlicensed("three", "npm"), {"is_new": true})]
	unknown(judged({"unknown": nameless})) == {"1 package of npm without a licence that is known (no report, SBOM, lock file or installed package tells its licence): `three@1.0` (new since the previous release)"}
	unfixed := [object.union(facts.unlicensed("three", "pypi"), {"version": null, "reason": "`a.txt` fixes no version of it"})]
	unknown(judged({"unknown": unfixed})) == {"1 package of pypi without a licence that is known (`a.txt` fixes no version of it): `three@?`"}
	count(unknown(judged({"unknown": [facts.unlicensed("a", "cargo"), facts.unlicensed("b", "go")]}))) == 2
	development := [object.union(facts.unlicensed("three", "npm"), {"scope": "development"})]
	unknown(judged({"unknown": development})) == set()
}

test_a_clarification_says_it if {
	document := judged({"unknown": [facts.unlicensed("three", "npm")]})
	unknown_by(document, {"clarifications": ["three@1.0 = MIT"]}) == set()
	denied_by(document, {"clarifications": ["three@1.0 = MIT"]}) == set()
	messages(denied_by(document, {"clarifications": ["three@1.0 = OSL-3.0"]})) == {"`three@1.0` is by its clarification under `OSL-3.0`, which is not allowed"}
	denied_by(under("OSL-3.0"), {"clarifications": ["one@1.0 = MIT", "two@2.0=MIT"]}) == set()
}

test_a_clarification_for_nothing_is_warned_about if {
	denied_by(under("MIT"), {"clarifications": ["four@1.0 = MIT"]}) == {{
		"subject": "four@1.0",
		"message": "the clarification of `four@1.0` is for no package that the project depends on",
		"fix": "remove it, or name the version that is used: \"four@1.0 = MIT\"",
		"level": "warn",
	}}
}

test_a_clarification_that_is_none_is_unknown if {
	wrong := ["one = MIT", "one@1.0", "one@1.0 = Apache 2"]
	count(unknown_by(under("MIT"), {"clarifications": wrong})) == 3
	"`one = MIT` in `clarifications` is not `NAME@VERSION = EXPRESSION`" in unknown_by(under("MIT"), {"clarifications": wrong})
}

allowing(expression) := {"allowed": ["MIT", expression]}

owned(license, expression) := judged({
	"groups": [facts.license_group(expression, {"packages": [facts.licensed("one", "1.0")]})],
	"own": [{"path": "pyproject.toml", "line": 4, "text": license, "expressions": [license]}],
})

against(license, expression) := {[object.get(entry, "level", "deny"), entry.message] |
	some entry in denied_by(owned(license, expression), allowing(expression))
}

test_the_gpl_does_not_go_with_a_permissive_project if {
	against("MIT", "GPL-3.0-or-later") == {["deny", "`one@1.0` is under `GPL-3.0-or-later`, and the project under `MIT`: what is distributed together with it has to be under the GPL as a whole"]}
	against("Apache-2.0", "AGPL-3.0-only") == {["deny", "`one@1.0` is under `AGPL-3.0-only`, and the project under `Apache-2.0`: what is distributed together with it, or used over a network, has to be under the AGPL as a whole"]}
	against("GPL-3.0-only", "GPL-3.0-or-later") == set()
	against("MIT", "MPL-2.0") == set()
	denied_by(owned("MIT", "GPL-3.0-only OR MIT"), allowing("GPL-3.0-only")) == set()
}

test_the_lgpl_is_warned_about if {
	against("MIT", "LGPL-3.0-only") == {["warn", "`one@1.0` is under `LGPL-3.0-only`, and the project under `MIT`: it stays a library that users can replace with another version, so it must not be copied or linked in for good"]}
}

test_apache_does_not_go_with_version_2_of_the_gpl if {
	against("GPL-2.0-only", "Apache-2.0") == {["deny", "`one@1.0` is under `Apache-2.0`, and the project under `GPL-2.0-only`: its terms on patents are restrictions that the GPL-2.0 does not allow, and only the GPL-3.0 does"]}
	{found[0] | some found in against("GPL-2.0-or-later", "Apache-2.0")} == {"warn"}
	against("GPL-3.0-only", "Apache-2.0") == set()
	{found[0] | some found in against("GPL-3.0-only", "GPL-2.0-only")} == {"deny"}
	against("AGPL-3.0-only", "AGPL-3.0-only") == set()
}

test_an_exception_for_linking_takes_it_away if {
	document := owned("MIT", "GPL-2.0-only WITH Classpath-exception-2.0")
	denied(document) == set()
}

test_what_does_not_go_together_can_be_a_warning if {
	changed := {"allowed": ["GPL-3.0-only"], "incompatible": "warn"}
	{object.get(entry, "level", "deny") | some entry in denied_by(owned("MIT", "GPL-3.0-only"), changed)} == {"warn"}
}

test_an_unknown_licence_of_the_project_is_unknown_where_it_matters if {
	nothing := {"own": [{"path": "package.json", "line": null, "text": "SEE LICENSE IN x", "expressions": []}]}
	unknown(object.union(under("MIT"), {"facts": {"licenses": nothing}})) == set()
	found := unknown_by(object.union(under("GPL-3.0-only"), {"facts": {"licenses": nothing}}), {"allowed": ["GPL-3.0-only"]})
	{entry.reason | some entry in found} == {"what the project's own licence is, no manifest says in a way that is understood, so whether it goes with `GPL-3.0-only` is not known"}
}

test_what_does_not_name_all_packages_is_unknown if {
	incomplete := {"inventory": {"incomplete": [{"path": "requirements.txt", "reason": "fixes no version of `a`"}]}}
	unknown(judged(incomplete)) == {"`requirements.txt` fixes no version of `a`"}
	unlocked := {"inventory": {"unlocked": ["package.json"]}}
	unknown(judged(unlocked)) == {"no lock file tells the versions of what `package.json` declares"}
	unread := {"inventory": {"unread": ["Gemfile.lock"]}}
	unknown(judged(unread)) == {"what stands in `Gemfile.lock` is not read, so the licences of those packages are not known"}
	several := {"inventory": {"unlocked": ["a/package.json", "b/package.json"]}}
	unknown(judged(several)) == {"no lock file tells the versions of what `a/package.json`, `b/package.json` declare"}
}

test_a_report_for_this_commit_that_is_worth_nothing_is_unknown if {
	broken := facts.license_report({"status": "crashed", "reason": "it ended with 1"})
	unknown(judged({"reports": [broken]})) == {"`licenses.json` does not count: it ended with 1"}
	whole := judged({"reports": [facts.license_report({})]})
	unknown(whole) == set()
	"`licenses.json` (pip-licenses)" in looked_at(whole)
}

test_a_report_that_is_bound_to_nothing_is_named if {
	evidence := object.union(facts.license_report({}).evidence, {
		"commit": null,
		"binding": "unbound",
		"binding_reason": "it was not recorded",
	})
	document := judged({"reports": [facts.license_report({"evidence": evidence})]})
	unknown(document) == set()
	"`licenses.json` does not count: it was not recorded" in looked_at(document)
}

test_a_bill_that_tells_licences_is_named_and_has_to_be_fresh if {
	whole := judged({"documents": [facts.license_document({})]})
	unknown(whole) == set()
	"2 packages in the SBOM `bom.json` (cyclonedx-py)" in looked_at(whole)
	aged := object.union(facts.license_document({}).evidence, {"generated_at": facts.now - (91 * 86400)})
	old := judged({"documents": [facts.license_document({"evidence": aged})]})
	unknown(old) == {"`bom.json` is more than 90 days old"}
	silent := judged({"documents": [facts.license_document({"evidence": aged, "packages": 0})]})
	unknown(silent) == set()
}

silences := {
	"it is cut off": {"status": "unreadable", "reason": "it is cut off", "subject": null, "is_of_project": false},
	"it is not whole": {"status": "unreadable", "subject": null},
	"it was recorded for another commit": {"evidence": {"binding": "unbound", "binding_reason": "it was recorded for another commit", "commit": null}},
	"nothing shows which commit it speaks of": {"evidence": {"binding": "unbound", "commit": null}},
	"it is of `other`, and not of this project": {"subject": "other", "is_of_project": false},
	"it is of `?`, and not of this project": {"subject": null, "is_of_project": false},
	"it tells no licence of a package that the project depends on": {},
}

test_a_bill_that_says_nothing_is_named_with_the_reason if {
	every reason, changed in silences {
		silent := object.union(facts.license_document({"packages": 0}), changed)
		document := judged({"documents": [silent]})
		unknown(document) == set()
		sprintf("the SBOM `bom.json` does not count: %s", [reason]) in looked_at(document)
	}
}

test_what_was_looked_at_is_named if {
	old := facts.license_group("GPL-2.0-only", {"deprecated": ["GPL-2.0 (now GPL-2.0-only)"]})
	"deprecated identifiers: GPL-2.0 (now GPL-2.0-only)" in looked_at(of([old]))
	broken := judged({"places": [{"path": "package-lock.json", "packages": 0, "problem": "it is cut off"}]})
	"package-lock.json: it is cut off" in looked_at(broken)
}

test_a_project_without_dependencies_is_not_applicable if {
	nothing := judged({"groups": [], "inventory": {"packages": 0, "incomplete": [], "unlocked": []}})
	not_applicable(nothing) == {"the project depends on no package of others"}
	unlocked := judged({"groups": [], "inventory": {"packages": 0, "unlocked": ["package.json"]}})
	not_applicable(unlocked) == set()
	unread := judged({"groups": [], "inventory": {"packages": 0, "unread": ["Gemfile.lock"]}})
	not_applicable(unread) == set()
}
