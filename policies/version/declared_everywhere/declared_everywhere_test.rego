package relcheck.policy.version.declared_everywhere_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.version.declared_everywhere as rule

declaring(declarations) := object.union(
	facts.judged("patch", "1.2.4"),
	{"facts": {"versions": facts.versions(declarations)}},
)

with_versions(versions) := object.union(
	facts.judged("patch", "1.2.4"),
	{"facts": {"versions": object.union(facts.undeclared, versions)}},
)

manifest := facts.declaration("pyproject.toml", 3, "1.2.4")

label := object.union(facts.declaration("Dockerfile", 7, "1.2.3"), {"kind": "docker-label", "key": "version"})

test_one_version_everywhere_passes if {
	document := declaring([manifest, object.union(label, {"text": "v1.2.4", "version": facts.version("1.2.4")})])
	rule.deny == set() with input as document
	rule.unknown == set() with input as document
	rule.not_applicable == set() with input as document
}

test_each_other_version_fails_at_its_place if {
	rule.deny == {{
		"subject": "Dockerfile",
		"message": "`Dockerfile:7` declares `1.2.3`, not 1.2.4",
		"fix": "set `version` in Dockerfile:7 to 1.2.4",
		"evidence": {"file": "Dockerfile", "line": 7},
	}} with input as declaring([manifest, label])
}

left := {
	"path": "core/Cargo.toml",
	"line": 3,
	"key": "package.version",
	"package": "demo-core",
	"text": "1.2.3",
	"since": "v1.2.3",
	"together": true,
	"changed": true,
}

leaving(declaration, changed) := object.union(
	declaring([declaration]),
	{"facts": {"versions": {"left_behind": [object.union(left, changed)]}}},
)

test_a_package_that_was_forgotten_fails if {
	rule.deny == {{
		"subject": "core/Cargo.toml",
		"message": "`core/Cargo.toml:3` leaves `demo-core` at `1.2.3`: every package had that version at `v1.2.3`, and others have moved on",
		"fix": "set `package.version` in core/Cargo.toml:3 to 1.2.4",
		"evidence": {"file": "core/Cargo.toml", "line": 3},
	}} with input as leaving(manifest, {})
}

test_one_in_which_nothing_has_changed_warns if {
	{[finding.level, finding.message] | some finding in rule.deny} == {["warn", "`core/Cargo.toml:3` leaves `demo-core` at `1.2.3`: every package had that version at `v1.2.3`, and others have moved on; nothing in it has changed"]} with input as leaving(manifest, {"changed": false})
}

test_one_beside_others_with_versions_of_their_own_warns if {
	{[finding.level, finding.message] | some finding in rule.deny} == {["warn", "`core/Cargo.toml:3` leaves the project at `1.2.3`: it had that version at `v1.2.3`, and others have moved on"]} with input as leaving(manifest, {"together": false, "package": null})
}

test_one_that_declares_the_projects_version_is_named_once if {
	own := object.union(facts.declaration("core/Cargo.toml", 3, "1.2.3"), {"kind": "Cargo.toml"})
	count(rule.deny) == 1 with input as leaving(own, {})
}

asking := {"path": "Cargo.toml", "line": 9, "package": "demo-core", "requirement": "1.2.3", "version": "2.0.0"}

test_a_package_that_is_asked_for_in_another_version_fails if {
	document := {"versions": object.union(facts.undeclared, {"unmet": [asking]})}
	rule.not_applicable == set() with input as object.union(facts.judged("patch", "1.2.4"), {"facts": document})
	rule.deny == {{
		"subject": "Cargo.toml",
		"message": "`Cargo.toml:9` asks for `demo-core` `1.2.3`, and that is `2.0.0`: Cargo refuses the workspace",
		"fix": "set the version of `demo-core` in Cargo.toml:9 to 2.0.0",
		"evidence": {"file": "Cargo.toml", "line": 9},
	}} with input as object.union(facts.judged("patch", "1.2.4"), {"facts": document})
}

test_packages_left_behind_are_a_version_that_is_declared if {
	document := {"versions": object.union(facts.undeclared, {"left_behind": [left]})}
	rule.not_applicable == set() with input as object.union(facts.judged("patch", "1.2.4"), {"facts": document})
}

locked := {
	"path": "Cargo.lock",
	"line": 12,
	"package": "demo",
	"text": "1.2.3",
	"version": facts.version("1.2.3"),
}

locking(declaration, changed) := object.union(
	declaring([declaration]),
	{"facts": {"versions": {"locked": [object.union(locked, changed)]}}},
)

test_a_lock_file_behind_its_manifest_fails if {
	rule.deny == {{
		"subject": "Cargo.lock",
		"message": "`Cargo.lock:12` keeps `demo` at `1.2.3`, not 1.2.4",
		"fix": "cargo update --workspace",
		"evidence": {"file": "Cargo.lock", "line": 12},
	}} with input as locking(manifest, {})
}

test_a_lock_file_without_names_fails_too if {
	{finding.message | some finding in rule.deny} == {"`package-lock.json:12` keeps the project at `x`, which is no version"} with input as locking(
		manifest,
		{"path": "package-lock.json", "package": null, "text": "x", "version": null},
	)
}

test_a_lock_file_without_a_command_is_written_by_hand if {
	{finding.fix | some finding in rule.deny} == {"set the version in deno.lock:12 to 1.2.4"} with input as locking(
		manifest,
		{"path": "deno.lock"},
	)
}

test_a_lock_file_in_step_passes if {
	rule.deny == set() with input as locking(manifest, {"text": "1.2.4", "version": facts.version("1.2.4")})
}

test_a_lock_file_that_follows_its_manifest_says_nothing_new if {
	{finding.subject | some finding in rule.deny} == {"pyproject.toml"} with input as locking(
		facts.declaration("pyproject.toml", 3, "1.2.3"),
		{},
	)
}

test_a_lock_file_counts_where_manifests_disagree if {
	document := object.union(locking(manifest, {}), {"facts": {"versions": {"declared": null}}})
	{finding.subject | some finding in rule.deny} == {"Cargo.lock"} with input as document
}

test_a_pre_release_is_another_version if {
	count(rule.deny) == 1 with input as declaring([facts.declaration("pyproject.toml", 3, "1.2.4-rc.1")])
}

test_what_a_release_candidate_leads_to_is_named if {
	document := object.union(
		facts.judged("patch", "1.2.4-rc.1"),
		{"facts": {"versions": facts.versions([manifest])}},
	)
	{finding.fix | some finding in rule.deny} == {concat("", [
		"relcheck check --stage pre-release --release 1.2.4 to judge what it leads to, ",
		"or set `project.version` in pyproject.toml:3 to 1.2.4-rc.1",
	])} with input as document
}

test_a_text_that_is_no_version_fails if {
	rule.deny == {{
		"subject": "Dockerfile",
		"message": "`Dockerfile:7` declares `latest`, which is no version",
		"fix": "set `version` in Dockerfile:7 to 1.2.4",
		"evidence": {"file": "Dockerfile", "line": 7},
	}} with input as declaring([manifest, object.union(label, {"text": "latest", "version": null})])
}

test_a_member_has_a_version_of_its_own if {
	rule.deny == set() with input as declaring([manifest, object.union(label, {"role": "member"})])
}

test_versions_from_the_tag_pass if {
	document := with_versions({"dynamic": [facts.from_tag]})
	rule.deny == set() with input as document
	rule.unknown == set() with input as document
	rule.not_applicable == set() with input as document
}

test_a_version_taken_from_nowhere_is_unknown if {
	document := with_versions({"dynamic": [facts.from_attribute]})
	rule.unknown == {{"reason": "`pyproject.toml:2` takes the version from `demo.__version__`, where none was found"}} with input as document
	rule.not_applicable == set() with input as document
}

test_a_version_taken_from_a_declared_place_passes if {
	document := object.union(declaring([manifest]), {"facts": {"versions": {"dynamic": [facts.from_attribute]}}})
	rule.unknown == set() with input as document
}

test_a_version_that_cannot_be_determined_is_unknown if {
	document := object.union(declaring([manifest]), {"facts": {"versions": {"undetermined": [facts.undetermined]}}})
	unknown := rule.unknown with input as document
	[reason.reason | some reason in unknown] == ["`setup.py:12`: `version` is a call of `read_version`"]
	rule.not_applicable == set() with input as document
}

test_no_declaration_at_all_is_not_applicable if {
	rule.not_applicable == {"no file declares a version"} with input as with_versions({})
}

test_members_alone_are_not_applicable if {
	document := with_versions({"declarations": [object.union(manifest, {"role": "member"})]})
	rule.not_applicable == {"no file declares a version"} with input as document
}

test_no_candidate_is_unknown if {
	count(rule.unknown) == 1 with input as facts.unversioned("patch")
}

test_only_a_version_that_cannot_be_determined_is_unknown if {
	document := with_versions({"undetermined": [facts.undetermined]})
	count(rule.unknown) == 1 with input as document
	rule.not_applicable == set() with input as document
}

test_packages_of_which_it_is_not_known_are_unknown if {
	missing := {"reason": "the clone is shallow", "fix": "git fetch --unshallow"}
	document := object.union(declaring([manifest]), {"facts": {"versions": {"left_behind_unknown": missing}}})
	rule.unknown == {missing} with input as document
	unfixed := object.union(missing, {"fix": null})
	rule.unknown == {{"reason": "the clone is shallow"}} with input as object.union(document, {"facts": {"versions": {"left_behind_unknown": unfixed}}})
	members := {"versions": object.union(facts.undeclared, {"left_behind_unknown": missing})}
	rule.not_applicable == set() with input as object.union(facts.judged("patch", "1.2.4"), {"facts": members})
}
