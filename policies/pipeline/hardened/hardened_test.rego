package relcheck.policy.pipeline.hardened_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.pipeline.hardened as rule

judged(files) := object.union(facts.judged("patch", "1.2.4"), {"facts": {"workflow": facts.workflow(files)}})

file(change) := object.union(facts.workflow_file([facts.step(10, [facts.call(10, "pytest", [])])]), change)

job(id, change) := object.union(
	{"id": id, "path": ".github/workflows/release.yml", "line": 6, "name": null, "permissions": null, "steps": []},
	change,
)

with_steps(steps) := judged([file({"jobs": [job("test", {"steps": steps})]})])

exposed(steps) := judged([file({"triggers": [facts.trigger("pull_request_target")], "jobs": [job("test", {"steps": steps})]})])

messages(found) := {finding.message | some finding in found}

pinned(pin) := object.union(
	facts.action(20, "acme/tool@v1", []),
	{"uses": {"text": "acme/tool@v1", "line": 20, "pin": pin}},
)

test_a_workflow_with_least_rights_passes if {
	document := with_steps([pinned("digest"), pinned("local")])
	rule.deny == set() with input as document
	rule.unknown == set() with input as document
	rule.not_applicable == set() with input as document
}

test_what_can_move_is_named if {
	rule.deny == {{
		"subject": ".github/workflows/release.yml",
		"message": "`.github/workflows/release.yml:20` uses `acme/tool@v1`, which is not pinned by digest",
		"fix": "pin it: `uses: acme/tool@<commit> # v1`",
		"evidence": {"file": ".github/workflows/release.yml", "line": 20},
	}} with input as with_steps([pinned("ref")])
}

test_an_action_without_any_version_is_named if {
	step := object.union(pinned("none"), {"uses": {"text": "acme/tool", "pin": "none"}})
	some finding in rule.deny with input as with_steps([step])
	finding.fix == "pin it: `uses: acme/tool@<commit> # its version`"
}

test_owners_that_are_trusted_may_move if {
	rule.deny == set() with input as with_steps([pinned("ref")]) with data.relcheck.params.pipeline.hardened.trusted_owners as ["acme"]
}

test_permissions_must_be_chosen if {
	messages(rule.deny) == {"`.github/workflows/release.yml` does not say what its jobs may do: they get what the repository's settings allow"} with input as judged([file({"permissions": null})])
	rule.deny == set() with input as judged([file({"permissions": null, "jobs": [job("a", {"permissions": facts.permissions([])})]})])
}

test_every_permission_is_too_much if {
	all := {"line": 4, "all": "write-all", "write": []}
	messages(rule.deny) == {"`.github/workflows/release.yml:4` gives every permission (`write-all`)"} with input as judged([file({"permissions": all})])
	count(rule.deny) == 1 with input as judged([file({"jobs": [job("a", {"permissions": all})]})])
	rule.deny == set() with input as judged([file({"permissions": object.union(all, {"all": "read-all"})})])
}

test_rights_belong_to_the_job_that_needs_them if {
	jobs := [job("a", {}), job("b", {})]
	messages(rule.deny) == {"`.github/workflows/release.yml:4` gives all 2 jobs the right to write to `packages`"} with input as judged([file({"permissions": facts.permissions(["packages"]), "jobs": jobs})])
	rule.deny == set() with input as judged([file({"permissions": facts.permissions(["packages"])})])
}

writing(steps) := judged([file({"jobs": [job("a", {"permissions": facts.permissions(["contents"]), "steps": steps})]})])

test_a_right_that_is_not_used_is_too_much if {
	messages(rule.deny) == {"`.github/workflows/release.yml:4`: the job `a` may write to `contents`, and no step of it does"} with input as writing([facts.step(10, [facts.call(10, "pytest", [])])])
}

test_a_right_that_is_used_is_fine if {
	rule.deny == set() with input as writing([facts.step(10, [facts.call(10, "gh release create", [])])])
	rule.deny == set() with input as writing([facts.step(10, [object.union(facts.call(10, "x", []), {"hidden": "who knows"})])])
	rule.deny == set() with input as writing([pinned("digest")])
}

test_actions_that_only_read_need_no_right if {
	checkout := object.union(facts.action(20, "actions/checkout@v4", []), {"uses": {"pin": "digest"}})
	count(rule.deny) == 1 with input as writing([checkout])
}

test_the_code_of_a_stranger_is_named if {
	step := object.union(facts.step(10, []), {"checkout": "${{ github.event.pull_request.head.sha }}"})
	messages(rule.deny) == {"`.github/workflows/release.yml:10` checks out `${{ github.event.pull_request.head.sha }}` in a workflow that pull_request_target starts: a stranger's code runs with the repository's rights"} with input as exposed([step])
	rule.deny == set() with input as with_steps([step])
	rule.deny == set() with input as exposed([object.union(step, {"checkout": "main"})])
}

test_a_pull_request_that_is_checked_out_by_a_command_is_named if {
	step := facts.step(10, [facts.call(10, "gh pr checkout", [])])
	count(rule.deny) == 1 with input as exposed([step])
	rule.deny == set() with input as with_steps([step])
}

test_a_secret_that_strangers_can_reach_is_named if {
	step := object.union(facts.step(10, []), {"secrets": ["TOKEN"]})
	messages(rule.deny) == {"`.github/workflows/release.yml:10` holds the secret `TOKEN` in a workflow that pull_request_target starts, which anyone can cause"} with input as exposed([step])
	rule.deny == set() with input as with_steps([step])
}

test_a_text_of_a_stranger_in_a_script_is_named if {
	step := object.union(facts.step(10, []), {"expressions": [{"text": "github.event.issue.title", "line": 12}]})
	messages(rule.deny) == {"`.github/workflows/release.yml:12` puts `${{ github.event.issue.title }}` into a script: whoever writes that text runs commands"} with input as with_steps([step])
	rule.deny == set() with input as with_steps([object.union(step, {"expressions": [{"text": "github.ref_name", "line": 12}]})])
}

test_a_variable_of_a_stranger_in_a_script_is_named if {
	step := object.union(facts.step(10, []), {"expressions": [{"text": "env.change_title", "line": 12}]})
	change := {"system": "jenkins", "jobs": [job("test", {"steps": [step]})]}
	messages(rule.deny) == {"`.github/workflows/release.yml:12` puts `${env.change_title}` into a script: whoever writes that text runs commands"} with input as judged([file(change)])
}

import_of(kind, pin) := {"path": ".gitlab-ci.yml", "line": 3, "kind": kind, "text": "python:3", "pin": pin}

fixes := {
	"image": "pin it: `name@sha256:<digest>`",
	"file": "pin it: `ref: <commit>` of a project, `@<commit>` of a component, `integrity: sha256-…` of an address",
	"library": "pin it: `@Library('name@<commit>')`",
}

taking(kind, pin) := judged([file({"imports": [import_of(kind, pin)]})])

test_what_is_taken_from_elsewhere_must_be_pinned if {
	every kind, fix in fixes {
		rule.deny == {{
			"subject": ".gitlab-ci.yml",
			"message": sprintf("`.gitlab-ci.yml:3` takes the %s `python:3`, which is not pinned by digest", [kind]),
			"fix": fix,
			"evidence": {"file": ".gitlab-ci.yml", "line": 3},
		}} with input as taking(kind, "ref")
		count(rule.deny) == 1 with input as taking(kind, "none")
		rule.deny == set() with input as taking(kind, "digest")
	}
}

test_an_image_that_a_variable_names_is_unknown if {
	rule.deny == set() with input as judged([file({"imports": [import_of("image", "unknown")]})])
	rule.unknown == {"`.gitlab-ci.yml:3` takes the image `python:3`: which one that is depends on a variable"} with input as judged([file({"imports": [import_of("image", "unknown")]})])
}

test_what_settings_say_is_never_passed if {
	rule.deny == set() with input as judged([file({"system": "gitlab", "permissions": null})])
	some reason in rule.unknown with input as judged([file({"system": "gitlab"})])
	contains(reason, "in the settings of GitLab, which are not read")
	some other in rule.unknown with input as judged([file({"system": "jenkins"})])
	contains(other, "in the settings of Jenkins, which are not read")
}

test_no_workflow_at_all_does_not_apply if {
	count(rule.not_applicable) == 1 with input as judged([])
	rule.not_applicable == set() with input as judged([file({"system": "gitlab"})])
}

test_a_workflow_that_cannot_be_read_is_unknown if {
	broken := object.union(facts.workflow([]), {"unread": [{"path": ".github/workflows/a.yml", "line": 3, "reason": "`.github/workflows/a.yml` is not YAML"}]})
	document := object.union(facts.judged("patch", "1.2.4"), {"facts": {"workflow": broken}})
	rule.unknown == {"`.github/workflows/a.yml:3`: `.github/workflows/a.yml` is not YAML"} with input as document
	rule.not_applicable == set() with input as document
}
