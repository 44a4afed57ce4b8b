package relcheck.policy.quality.ci_green_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.quality.ci_green as rule

of(state) := object.union(facts.judged("patch", "1.2.4"), {"facts": {"checks": state}})

published(state) := object.union(of(state), {
	"release": {"stage": "publish"},
	"facts": {"repository": {"head": {"tags": ["v1.2.4"]}}},
})

with_params(changed) := object.union(facts.params, {"quality": {"ci_green": changed}})

denied(document, params) := found if {
	found := rule.deny with input as document with data.relcheck.params as params
}

messages(document, params) := {finding.message | some finding in denied(document, params)}

unknown(document, params) := reasons if {
	found := rule.unknown with input as document with data.relcheck.params as params
	reasons := {entry.reason | some entry in found}
}

looked_at(document) := found if {
	found := rule.looked_at with input as document with data.relcheck.params as facts.params
}

changed(state, values) := object.union(state, values)

listed(all) := of(facts.ci_state(all))

test_checks_that_all_succeeded_pass if {
	document := listed([facts.check("build", {}), facts.check("lint", {"id": 12})])
	denied(document, facts.params) == set()
	unknown(document, facts.params) == set()
	looked_at(document) == {"2 required checks", "`check-runs.json` (GitHub)", "`statuses.json` (GitHub)"}
}

test_a_check_that_failed_is_named_with_what_to_do if {
	document := listed([facts.check("build", {"conclusion": "failure", "state": "failure"})])
	denied(document, facts.params) == {{
		"subject": "build",
		"message": "`build` (github-actions) did not succeed: `failure`",
		"fix": "gh run view 5 --log-failed",
	}}
}

test_whatever_is_no_success_fails if {
	every state in ["skipped", "cancelled", "neutral", "stale", "timed_out", "action_required", "sort_of", "completed"] {
		document := listed([facts.check("build", {"state": state})])
		count(denied(document, facts.params)) == 1
	}
}

test_a_project_may_take_other_states_for_success if {
	document := listed([facts.check("deploy", {"state": "skipped"})])
	denied(document, with_params({"succeeded": ["success", "skipped"]})) == set()
}

test_a_check_that_still_runs_fails_with_how_to_wait if {
	document := listed([facts.check("build", {"status": "in_progress", "conclusion": null, "state": "in_progress"})])
	denied(document, facts.params) == {{
		"subject": "build",
		"message": "`build` (github-actions) still runs: `in_progress`",
		"fix": "gh run watch 5",
	}}
}

status(changed) := listed([facts.check("ci", object.union(
	{"kind": "status", "group": "", "run": null, "url": "https://ci.example.org/1"},
	changed,
))])

fixes(document) := {finding.fix | some finding in denied(document, facts.params)}

test_what_belongs_to_no_workflow_is_looked_at_where_it_lies if {
	fixes(status({"state": "failure"})) == {"see why: https://ci.example.org/1"}
	fixes(status({"state": "pending"})) == {"wait for it: https://ci.example.org/1"}
	fixes(status({"state": "failure", "url": null})) == {"see why"}
	fixes(status({"state": "pending", "url": null})) == {"wait for it"}
	messages(status({"state": "failure"}), facts.params) == {"`ci` did not succeed: `failure`"}
}

test_relchecks_own_job_is_excepted_and_named if {
	own := {"status": "in_progress", "conclusion": null, "state": "in_progress", "is_own": true, "id": 12}
	document := listed([facts.check("build", {}), facts.check("gate", own)])
	denied(document, facts.params) == set()
	"not `gate` (github-actions), in which relcheck itself runs" in looked_at(document)
	alone := listed([facts.check("gate", own)])
	unknown(alone, facts.params) == {"no check that counts ran on 4ea0c1c5d3"}
}

test_the_own_run_is_excepted_only_while_it_runs if {
	run := {"kind": "workflow-run", "id": 5, "is_own_run": true}
	running := listed([facts.check("build", {}), facts.check("CI", object.union(run, {"state": "in_progress"}))])
	denied(running, facts.params) == set()
	failed := listed([facts.check("build", {}), facts.check("CI", object.union(run, {"state": "failure"}))])
	count(denied(failed, facts.params)) == 1
}

test_a_job_that_is_not_certainly_the_own_one_is_told if {
	state := changed(facts.ci_state([facts.check("gate", {"state": "in_progress"})]), {"own": {
		"system": "github",
		"run": 5,
		"job": "check",
		"check": null,
		"detail": "it is not certain",
	}})
	count(denied(of(state), facts.params)) == 1
	"relcheck's own job is not excepted: it is not certain" in looked_at(of(state))
}

test_what_came_again_does_not_count if {
	document := listed([
		facts.check("build", {"state": "failure", "superseded": "12 came after it"}),
		facts.check("build", {"id": 12}),
	])
	denied(document, facts.params) == set()
	"not 1 check, which came again later" in looked_at(document)
}

test_only_what_is_required_has_to_succeed if {
	document := listed([facts.check("build", {}), facts.check("lint", {"id": 12, "state": "failure"})])
	params := with_params({"required": ["build"]})
	denied(document, params) == {{
		"subject": "lint",
		"message": "`lint` (github-actions) need not succeed, and did not: `failure`",
		"fix": "gh run view 5 --log-failed",
		"level": "warn",
	}}
	messages(document, with_params({"required": ["*"]})) == {"`lint` (github-actions) did not succeed: `failure`"}
}

test_a_name_with_a_star_stands_for_all_that_match if {
	document := listed([
		facts.check("test (3.12)", {"state": "failure"}),
		facts.check("ci/test", {"id": 12, "state": "failure"}),
	])
	params := with_params({"required": ["*test*"]})
	count(denied(document, params)) == 2
	denied(listed([facts.check("test [a]", {})]), with_params({"required": ["test [a]"]})) == set()
}

test_a_required_check_that_has_not_run_fails_where_all_is_known if {
	document := listed([facts.check("build", {})])
	params := with_params({"required": ["build", "docs"]})
	messages(document, params) == {"`docs` has not run on 4ea0c1c5d3, and the configuration requires it"}
	unknown(document, params) == set()
}

test_a_required_check_that_has_not_run_is_unknown_where_not_all_is_known if {
	state := changed(facts.ci_state([facts.check("build", {})]), {"sources": [facts.checks_source("check-runs", {})]})
	params := with_params({"required": ["build", "docs"]})
	denied(of(state), params) == set()
	unknown(of(state), params) == {"the commit statuses are not known: nothing lists them"}
	unknown(of(state), with_params({"required": ["build"]})) == set()
}

by_branch(by, found) := {"required": [{
	"name": "docs",
	"app": null,
	"by": by,
	"source": "required-checks.json",
	"found": found,
}]}

absent(by) := messages(of(changed(facts.ci_state([facts.check("build", {})]), by_branch(by, false))), facts.params)

test_what_a_branch_requires_is_required if {
	passing := changed(
		facts.ci_state([facts.check("docs", {"required": true}), facts.check("lint", {"id": 12, "state": "cancelled"})]),
		by_branch("ruleset", true),
	)
	denied(of(passing), facts.params) == set()
	absent("ruleset") == {"`docs` has not run on 4ea0c1c5d3, and a ruleset requires it"}
	absent("branch-protection") == {"`docs` has not run on 4ea0c1c5d3, and the branch's protection requires it"}
}

test_what_may_fail_is_named_where_it_does if {
	job := {"kind": "pipeline-job", "group": "test", "state": "failed", "allow_failure": true, "id": 12}
	document := listed([facts.check("build", {}), facts.check("fuzz", job)])
	levels := {finding.level | some finding in denied(document, facts.params)}
	levels == {"warn"}
	by_configuration := listed([facts.check("build", {}), facts.check("fuzz", {"id": 12, "state": "failure"})])
	{finding.level | some finding in denied(by_configuration, with_params({"optional": ["fuzz"]}))} == {"warn"}
}

test_no_check_at_all_is_unknown if {
	unknown(listed([]), facts.params) == {"no check that counts ran on 4ea0c1c5d3"}
	unborn := object.union(listed([]), {"facts": {"repository": {"head": null}}})
	unknown(unborn, facts.params) == {"no check that counts ran on HEAD"}
}

test_no_export_is_unknown_with_the_reason if {
	state := changed(facts.ci_state([]), {"sources": []})
	found := rule.unknown with input as of(state) with data.relcheck.params as facts.params
	found == {{
		"reason": "what the CI system says of this commit is not known: there is no token to ask GitHub with",
		"fix": "set `GITHUB_TOKEN`",
	}}
}

test_an_export_of_another_time_does_not_count if {
	old := object.union(
		facts.checks_source("check-runs", {}),
		{"evidence": {"generated_at": facts.now - (3 * 86400)}},
	)
	state := changed(facts.ci_state([facts.check("build", {"state": "failure"})]), {"sources": [old]})
	denied(of(state), facts.params) == set()
	"`check-runs.json` is more than 2 days old" in unknown(of(state), facts.params)
}

test_what_relcheck_asked_for_itself_counts if {
	asked := [object.union(facts.checks_source(format, {}), {"evidence": {"binding": "fetched"}}) | some format in ["check-runs", "statuses"]]
	state := changed(facts.ci_state([facts.check("build", {})]), {"sources": asked})
	denied(of(state), facts.params) == set()
	unknown(of(state), facts.params) == set()
}

test_a_loose_export_does_not_count if {
	loose := object.union(facts.checks_source("check-runs", {}), {"evidence": facts.loose(facts.recorded("check-runs.json", "checks", "GitHub"))})
	state := changed(facts.ci_state([]), {"sources": [loose]})
	"`check-runs.json` does not count: nothing shows for which commit it was made" in unknown(of(state), facts.params)
}

test_all_of_them_have_to_be_known if {
	page := facts.checks_source("check-runs", {"incomplete": "it lists 30 of 45"})
	state := changed(facts.ci_state([facts.check("build", {})]), {"sources": [page, facts.checks_source("statuses", {})]})
	unknown(of(state), facts.params) == {"the check runs of this commit are not all known: `check-runs.json`: it lists 30 of 45"}
	unknown(of(state), with_params({"required": ["build"]})) == {"the check runs of this commit are not all known: `check-runs.json`: it lists 30 of 45"}
	runs := facts.checks_source("gh-runs", {"incomplete": "it is short"})
	beside := changed(facts.ci_state([facts.check("build", {})]), {"sources": array.concat(facts.ci_state([]).sources, [runs])})
	unknown(of(beside), facts.params) == set()
	alone := changed(facts.ci_state([facts.check("build", {"source": "gh-runs.json"})]), {"sources": [runs]})
	unknown(of(alone), facts.params) == {
		"the check runs of this commit are not known: nothing lists them",
		"the checks of this commit are not all known: `gh-runs.json`: it is short",
		"the commit statuses are not known: nothing lists them",
	}
}

test_more_than_are_listed_are_unknown if {
	state := changed(facts.ci_state([facts.check("build", {})]), {"unlisted": 3})
	unknown(of(state), facts.params) == {"3 checks more than relcheck lists are there"}
}

gitlab(listed, formats) := changed(facts.ci_state(listed), {
	"sources": [facts.checks_source(format, {}) | some format in formats],
	"access": {"system": "gitlab"},
})

pipeline(values) := facts.check("pipeline (push)", object.union({"kind": "pipeline", "group": "", "id": 5, "branch": "main", "status": "success", "conclusion": null, "source": "pipelines.json"}, values))

test_a_pipeline_says_how_its_jobs_ended if {
	state := gitlab([pipeline({})], ["pipelines"])
	denied(of(state), facts.params) == set()
	unknown(of(state), facts.params) == set()
	messages(of(gitlab([pipeline({"state": "failed"})], ["pipelines"])), facts.params) == {"`pipeline (push)` did not succeed: `failed`"}
	found := rule.unknown with input as of(gitlab([pipeline({"source": "pipeline-jobs.json"})], ["pipeline-jobs"])) with data.relcheck.params as facts.params
	found == {{
		"reason": "the pipelines of this commit are not known: nothing lists them",
		"fix": "relcheck record -- glab api --paginate 'projects/:id/pipelines?sha=4ea0c1c5d3a1f0b2e6c7d8f9a0b1c2d3e4f5a6b7&per_page=100'",
	}}
}

test_the_jobs_of_the_own_pipeline_have_to_be_known if {
	own := pipeline({"state": "running", "is_own_run": true})
	job := facts.check("build", {"kind": "pipeline-job", "id": 12, "source": "pipelines.json"})
	unknown(of(gitlab([own, job], ["pipelines"])), facts.params) == {
		"the jobs of a pipeline are not known: nothing lists them",
		"the pipelines that a pipeline starts are not known: nothing lists them",
	}
	here := {"own": {"system": "gitlab", "run": 5, "job": "12", "check": 12, "detail": "`CI_JOB_ID` names it"}}
	formats := ["pipelines", "pipeline-jobs", "bridges"]
	state := changed(gitlab([own, job], formats), here)
	whole := changed(state, {"sources": [facts.checks_source(format, {"runs": [5]}) | some format in formats]})
	unknown(of(whole), facts.params) == set()
	of_another := changed(state, {"sources": [facts.checks_source(format, {"runs": [4]}) | some format in formats]})
	count(unknown(of(of_another), facts.params)) == 2
}

released(values) := facts.check("Release", object.union({"kind": "workflow-run", "group": "", "id": 5, "branch": "v1.2.4", "event": "push"}, values))

with_runs(listed) := changed(facts.ci_state(listed), {"sources": array.concat(facts.ci_state([]).sources, [facts.checks_source("workflow-runs", {})])})

build(state) := facts.check("build", {"state": state})

test_what_the_tag_started_has_to_succeed if {
	params := with_params({"required": ["lint"]})
	lint := facts.check("lint", {"id": 12, "run": 4})
	denied(published(with_runs([lint, build("success"), released({})])), params) == set()
	messages(published(with_runs([lint, build("failure"), released({"state": "failure"})])), params) == {
		"`Release` did not succeed: `failure`",
		"`build` (github-actions) did not succeed: `failure`",
	}
	own := released({"state": "in_progress", "is_own_run": true})
	denied(published(with_runs([lint, build("success"), own])), params) == set()
	count(denied(published(with_runs([lint, build("queued"), own])), params)) == 1
}

test_a_tag_that_started_nothing_fails_where_that_is_known if {
	document := published(with_runs([facts.check("build", {})]))
	messages(document, facts.params) == {"the tag `v1.2.4` started nothing"}
	denied(of(with_runs([facts.check("build", {})])), facts.params) == set()
}

test_where_runs_are_not_known_neither_is_what_the_tag_started if {
	document := published(facts.ci_state([facts.check("build", {})]))
	denied(document, facts.params) == set()
	found := rule.unknown with input as document with data.relcheck.params as facts.params
	found == {{
		"reason": "which runs the tag started is not known",
		"fix": "relcheck record -- gh api --paginate 'repos/{owner}/{repo}/actions/runs?head_sha=4ea0c1c5d3a1f0b2e6c7d8f9a0b1c2d3e4f5a6b7'",
	}}
	on_gitlab := published(gitlab([pipeline({})], ["pipeline-jobs"]))
	"which runs the tag started is not known" in unknown(on_gitlab, facts.params)
}

test_a_commit_that_is_not_there_is_called_so if {
	unborn := object.union(of(changed(facts.ci_state([]), {"sources": [facts.checks_source("check-runs", {})]})), {"facts": {"repository": {"head": null}}})
	found := rule.unknown with input as unborn with data.relcheck.params as facts.params
	some entry in found
	contains(entry.fix, "commits/SHA/check-runs")
}

test_what_another_branch_requires_is_named if {
	rules := facts.checks_source("branch-rules", {"left_out": "it is of the branch `dev`, and HEAD is on `main`"})
	state := changed(facts.ci_state([facts.check("build", {})]), {"sources": array.concat(facts.ci_state([]).sources, [rules])})
	some line in looked_at(of(state))
	line == "not what `branch-rules.json` requires: it is of the branch `dev`, and HEAD is on `main`"
}
