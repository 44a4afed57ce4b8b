# METADATA
# title: The API documentation follows the public interface
# description: API documentation that a tool reads from the code is built for the release, by a service or by a job of the CI system. That which is kept in git was changed after the last change of the public interface; where only some commits tell that, it is unknown. New names at the top of a package are warned about if documentation that lists what it shows does not name them.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: deny
#   needs: [api_docs, workflow]
#   fix: "Build the API documentation anew, or describe in it what changed"
#   source: Pre-Release Checklist / Documentation Requirements / The API documentation was built anew
#   controls: {bpb: [documentation_interface]}
package relcheck.policy.docs.api_docs

import data.relcheck.lib.place
import data.relcheck.lib.recognition
import data.relcheck.lib.text

params := data.relcheck.params.docs.api_docs

docs := input.facts.api_docs

building := recognition.prepared(params.building_calls)

# The jobs that build documentation of what is released, and fail where they cannot.
jobs := [place.line(call.path, call.line) |
	some file in input.facts.workflow.files
	runs_for_releases(file)
	some job in file.jobs
	some step in job.steps
	is_null(step.ignored)
	some call in step.calls
	is_null(call.ignored)
	recognition.is_one(call, building)
]

# What starts the workflows of some CI systems is not written down.
runs_for_releases(file) if count(file.triggers) == 0

runs_for_releases(file) if {
	some trigger in file.triggers
	not trigger.event in params.other_events
	not speaks_of_other_tags(trigger)
}

speaks_of_other_tags(trigger) if {
	trigger.on_release_tag == false
	count(trigger.tags) > 0
	count(trigger.branches) == 0
}

unbuilt := [source |
	some source in docs.sources
	source.kind == "built"
	is_null(source.builder)
	count(jobs) == 0
]

named(changes) := text.listed([sprintf("`%s` %s", [change.symbol, change.message]) | some change in changes], params.max_named)

at(source) := place.path(source.path) if is_null(source.line)

at(source) := place.line(source.path, source.line) if source.line != null

not_applicable contains "the project has no API documentation that relcheck knows" if count(docs.sources) == 0

deny contains {
	"subject": place.path(source.path),
	"message": sprintf("`%s` was not changed since %s of the public interface: %s", [
		place.path(source.path),
		text.counted(count(source.late), "change", "changes"),
		named(source.late),
	]),
	"fix": sprintf("build `%s` anew, or describe in it what changed", [place.path(source.path)]),
	"evidence": {"file": place.path(source.path)},
} if {
	some source in docs.sources
	count(source.late) > 0
}

unknown contains {
	"reason": sprintf("`%s` was changed between two changes of the code, and it is not known which of them changed the interface: %s", [
		place.path(source.path),
		named(source.doubtful),
	]),
	"fix": sprintf("see whether `%s` describes that, and change it after the code", [place.path(source.path)]),
} if {
	some source in docs.sources
	count(source.doubtful) > 0
}

unknown contains {
	"reason": sprintf("%s code after `%s` was last changed, and it is not known whether the public interface changed", [
		text.counted(source.later_commits, "commit changed", "commits changed"),
		at(source),
	]),
	"fix": sprintf("see whether `%s` is up to date, and change it after the code", [at(source)]),
} if {
	some source in docs.sources
	source.later_commits > 0
}

unknown contains {
	"reason": sprintf("%s reads the API documentation from the code (`%s`), and no service or job that builds it was found", [source.tool, at(source)]),
	"fix": "build it in a job of the CI system, or by Read the Docs: `.readthedocs.yaml`",
} if {
	some source in unbuilt
}

deny contains {
	"subject": name.symbol,
	"message": sprintf("`%s` is new, and no document names it", [name.symbol]),
	"fix": "add it to the API documentation, which lists what it shows",
	"level": "warn",
	"evidence": shown(name),
} if {
	some name in docs.unlisted
}

shown(name) := place.evidence(name.path, name.line) if {
	name.path != null
	name.line != null
}

else := {}
