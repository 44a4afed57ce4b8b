package relcheck.policy.tooling.configured_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.tooling.configured as rule

judged(workflow, tooling) := object.union(facts.judged("patch", "1.2.4"), {"facts": {
	"workflow": workflow,
	"tooling": object.union(facts.tooling([]), tooling),
}})

complete := {
	"files": [".github/dependabot.yml", "pyproject.toml"],
	"dependencies": ["opentelemetry-sdk", "sentry-sdk"],
}

released := facts.workflow([facts.workflow_file(facts.release_steps)])

nothing := facts.workflow([])

unread := object.union(nothing, {"unread": [{"path": ".travis.yml", "line": 1, "reason": "relcheck does not read what Travis CI runs"}]})

subjects(found) := {finding.subject | some finding in found}

test_a_project_with_every_tool_passes if {
	rule.deny == set() with input as judged(released, complete)
	rule.unknown == set() with input as judged(released, complete)
}

test_each_missing_tool_is_named if {
	rule.deny == {{
		"subject": "error tracking",
		"message": "there is no error tracking",
		"fix": "add a client of Sentry or the like to the dependencies",
	}} with input as judged(released, object.union(complete, {"dependencies": ["opentelemetry-sdk"]}))
	subjects(rule.deny) == {"build", "security monitoring"} with input as judged(
		facts.workflow([facts.workflow_file(array.slice(facts.release_steps, 2, 8))]),
		object.union(complete, {"files": []}),
	)
}

test_nothing_at_all_misses_everything if {
	count(rule.deny) == 7 with input as judged(nothing, {})
}

test_what_is_not_required_is_not_missed if {
	rule.deny == set() with input as judged(nothing, {}) with data.relcheck.params.tooling.configured.required as []
}

test_a_workflow_that_cannot_be_read_leaves_it_open if {
	document := judged(unread, complete)
	rule.deny == set() with input as document
	rule.unknown == {"whether there is signing, storage is not known: `.travis.yml:1`: relcheck does not read what Travis CI runs"} with input as document
}
