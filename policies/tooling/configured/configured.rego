# METADATA
# title: The tools of the process are set up
# description: Continuous integration, a build tool, a place for artifacts, signing, error tracking, and monitoring of performance and security are configured, told by the workflows, configuration files and dependencies.
# custom:
#   stages: [process]
#   level: warn
#   needs: [tooling, workflow]
#   fix: "Set up what is named, or take it out of `required` in relcheck.toml with the reason beside it"
#   source: Tools and Infrastructure / Release Automation Tools
#   controls: {ssdf: [PO.3.1]}
package relcheck.policy.tooling.configured

import data.relcheck.lib.recognition
import data.relcheck.lib.text
import data.relcheck.lib.workflow

params := data.relcheck.params.tooling.configured

facts := input.facts.workflow

tooling := input.facts.tooling

# What a message says, and what sets the tool up.
about := {
	"ci": {"is": "no workflow of a CI system", "fix": "add `.github/workflows/ci.yml`"},
	"build": {"is": "no build tool", "fix": "declare one, as `[build-system]` in pyproject.toml does"},
	"storage": {"is": "no step that puts artifacts where users get them", "fix": "upload them in the release workflow"},
	"signing": {"is": "no step that signs artifacts", "fix": "sign them in the release workflow"},
	"error tracking": {"is": "no error tracking", "fix": "add a client of Sentry or the like to the dependencies"},
	"performance monitoring": {"is": "no monitoring of performance", "fix": "add a client of Prometheus, OpenTelemetry or the like, or benchmarks that CI runs"},
	"security monitoring": {"is": "no monitoring for vulnerabilities", "fix": "add `.github/dependabot.yml`"},
}

# By the words of calls: each tool that steps of a workflow show.
by_calls := {tool: recognition.prepared(list) |
	some tool, list in {
		"storage": params.storage_calls,
		"signing": params.signing_calls,
		"performance monitoring": params.performance_calls,
		"security monitoring": params.security_calls,
	}
}

by_files := {
	"build": params.build_files,
	"performance monitoring": params.performance_files,
	"security monitoring": params.security_files,
}

by_dependencies := {
	"error tracking": params.error_dependencies,
	"performance monitoring": params.performance_dependencies,
}

found contains "ci" if count(facts.files) + count(facts.unread) > 0

found contains tool if {
	some tool, list in by_calls
	some file in facts.files
	some job in file.jobs
	some step in job.steps
	some call in step.calls
	recognition.is_one(call, list)
}

found contains tool if {
	some tool, list in by_files
	some path in list
	path in tooling.files
}

found contains tool if {
	some tool, list in by_dependencies
	some name in list
	name in tooling.dependencies
}

missing := {tool | some tool in params.required; not tool in found}

# What only a workflow can show is not known where one could not be read.
open := {tool |
	some tool in missing
	tool in object.keys(by_calls)
	count(facts.unread) > 0
}

deny contains {
	"subject": tool,
	"message": sprintf("there is %s", [about[tool].is]),
	"fix": about[tool].fix,
} if {
	some tool in missing
	not tool in open
}

unknown contains sprintf("whether there is %s is not known: %s", [
	text.listed(sort(open), 4),
	text.listed([sprintf("%s: %s", [workflow.at(entry.path, entry.line), entry.reason]) | some entry in facts.unread], 2),
]) if {
	count(open) > 0
}
