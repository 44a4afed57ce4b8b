# METADATA
# title: The release workflow has every stage
# description: A workflow that is started by a release tag does the work of all eight stages, told by the commands and actions of its steps, whatever these are called. Where all that tests, scans or builds comes after the upload in its own job, it comes too late; the order across jobs is not looked at. A release that starts the workflow need not be made by it. What a project does not have (a package for a registry, an image, documentation) needs no stage; a step that cannot be read leaves open whether it has the stages that are missing.
# custom:
#   stages: [pre-release, process]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository, tooling, workflow]
#   fix: "Start the release workflow with `on: {push: {tags: ['v*']}}`, and give it a step for each stage named; a command or action that is missing from the lists is added in relcheck.toml"
#   source: Release Execution / Automated Release Pipeline
#   controls: {slsa: [build_l2], ssdf: [PO.3.2], osps: [OSPS-BR-01.01]}
package relcheck.policy.pipeline.stages

import data.relcheck.lib.ecosystem
import data.relcheck.lib.recognition
import data.relcheck.lib.text
import data.relcheck.lib.workflow

params := data.relcheck.params.pipeline.stages

facts := input.facts.workflow

# The registry that the project's package is for; undefined if it has none.
registry := "PyPI" if "pypi" in channels

else := "crates.io" if "crates.io" in channels

else := "npm" if "npm" in channels

channels := {channel.name | some channel in input.facts.tooling.channels}

registries := {"PyPI": params.pypi, "crates.io": params.crates_io, "npm": params.npm}

known := {stage: recognition.prepared(list) |
	some stage, list in {
		"build and test": params.build_and_test,
		"security scan": params.security_scan,
		"package": params["package"],
		"sign": params.sign,
		"docker image": params.docker_image,
		"github release": params.github_release,
		"documentation": params.documentation,
		"registry": object.get(registries, registry_name, []),
	}
}

registry_name := registry if registry

else := "none"

rehearsals := recognition.prepared(params.rehearsals)

untested := recognition.prepared(params.untested)

plain := recognition.prepared(params.plain_actions)

# For messages: what a stage does, the words that steps of it are called by, and a step to add: as
# GitHub writes it, and the command for other systems.
about := {
	"build and test": {"does": "runs the tests", "words": {"test"}, "step": null, "command": suited(params.test_commands)},
	"security scan": {"does": "scans for security flaws", "words": {"security", "scan", "audit"}, "step": null, "command": suited(params.scan_commands)},
	"package": {"does": "builds the package", "words": {"package", "build"}, "step": null, "command": suited(params.package_commands)},
	"sign": {"does": "signs the artifacts", "words": {"sign", "attest"}, "step": "`uses: actions/attest-build-provenance@<commit>`", "command": with_artifacts("cosign sign-blob", "<files>")},
	"registry": {"does": sprintf("uploads to %s", [registry_name]), "words": {"pypi", "upload", "publish"}, "step": sprintf("the upload to %s", [registry_name]), "command": null},
	"docker image": {"does": "pushes an image", "words": {"docker", "image"}, "step": "`uses: docker/build-push-action@<commit>` with `push: true`", "command": "docker push <image>"},
	"github release": {"does": "makes a release at the forge", "words": {"release"}, "step": sprintf("`run: %s`", [with_artifacts("gh release create \"$GITHUB_REF_NAME\"", "")]), "command": with_artifacts("glab release create \"$CI_COMMIT_TAG\"", "")},
	"documentation": {"does": "deploys the documentation", "words": {"doc"}, "step": "`run: mkdocs gh-deploy`", "command": "mkdocs gh-deploy"},
}

# A command with the files behind it that are released, of all of the project's ecosystems; with other
# words where there are none.
with_artifacts(command, otherwise) := trim_space(sprintf("%s %s", [command, words])) if {
	words := {true: otherwise, false: artifacts}[artifacts == ""]
}

artifacts := trim_space(replace(ecosystem.suited(params.artifacts, input.facts.tooling.files), "; or ", " "))

# The command for what the project is written with; null where that is not known.
suited(list) := command if {
	command := ecosystem.suited(list, input.facts.tooling.files)
	command != ""
}

else := null

has_subject("registry") if registry

has_subject("docker image") if "docker" in channels

has_subject("documentation") if "documentation" in channels

has_subject(stage) if not stage in {"registry", "docker image", "documentation"}

names := union({list.names | some list in known})

# The calls that say something: those that do the work of a stage, and those that cannot be told.
rows := [row |
	some file in facts.files
	some job in file.jobs
	some step in job.steps
	some call in step.calls
	row := {"file": file.path, "job": [job.path, job.line], "step": step, "call": call, "stages": stages_of(call)}
	speaks(row)
]

stages_of(call) := {stage | some stage, list in known; recognition.is_one(call, list)} if {
	some name in call.names
	name in names
}

else := set()

speaks(row) if count(row.stages) > 0

else if row.call.hidden != null

else if row.step.uses != null

# By the path of each workflow, the events of a release that start it.
started := {file.path: workflow.events(file) | some file in facts.files}

publishing := {row.file | some row in rows; count(row.stages & {"registry", "docker image", "github release"}) > 0}

# Those that are made for releases: their trigger says so, or they publish.
released := [file |
	some file in facts.files
	count(started[file.path]) > 0
	is_meant(file)
]

is_meant(file) if file.path in publishing

else if {
	some trigger in file.triggers
	workflow.is_meant(trigger)
}

# Those of which it is not known whether the tag starts them.
open_paths := {file.path | some file in facts.files; workflow.may_start(file); count(started[file.path]) == 0}

# Where no tag starts any for certain, those that it may start are looked at, then those that publish.
releasing := released if count(released) > 0

else := [file | some file in facts.files; file.path in open_paths] if count(open_paths) > 0

else := [file | some file in facts.files; file.path in publishing]

releasing_paths := {file.path | some file in releasing}

# What runs when a release is made, also of workflows that every push starts.
run := [row |
	some row in rows
	is_run(row)
]

is_run(row) if workflow.may_run(row.step, started[row.file])

else if {
	count(released) == 0
	row.file in open_paths
	not "tag" in row.step.never
}

else if {
	count(released) == 0
	count(open_paths) == 0
	row.file in releasing_paths
}

problem(row) := row.step.ignored if row.step.ignored != null

else := row.call.ignored if row.call.ignored != null

else := "it is a rehearsal" if recognition.is_one(row.call, rehearsals)

else := "it only tells of itself" if is_idle(row.call)

# `helm package --version 1.2.3` is none: a value follows.
is_idle(call) if {
	some option in params.idle
	option in call.options
	every other in call.options {
		not startswith(other, sprintf("%s ", [option]))
	}
}

# Why it does not do a stage.
problems(row, stage) := {why | why := problem(row)} | {"it leaves the tests out, or their failures" | is_untested(row, stage)}

done contains stage if {
	some row in run
	some stage in row.stages
	count(problems(row, stage)) == 0
}

is_untested(row, "build and test") if recognition.is_one(row.call, untested)

# Which step does which stage: the first of each that counts.
looked_at contains sprintf("%s: `%s` at %s", [stage, first.text, workflow.at(first.path, first.line)]) if {
	some stage in done
	calls := [row.call | some row in run; stage in row.stages; count(problems(row, stage)) == 0]
	first := calls[0]
}

looked_at contains sprintf("documentation: built and published as `%s` says", [path]) if {
	some path in params.hosted_documentation
	path in input.facts.tooling.files
}

done contains "documentation" if {
	some path in params.hosted_documentation
	path in input.facts.tooling.files
}

# The release that starts a workflow is there already.
is_released_before if {
	count(released) > 0
	every file in released {
		not "tag" in started[file.path]
	}
}

done contains "github release" if is_released_before

looked_at contains "github release: it starts the workflow" if is_released_before

# What has to be done before anything is uploaded, as far as a job tells its order.
before_upload := {"build and test", "security scan", "package"}

uploads := [place | some place, row in run; "registry" in row.stages; not problem(row)]

# The stages of which every step comes after an upload in the same job.
late[stage] := {"call": run[places[0]].call, "upload": run[upload].call} if {
	some stage in before_upload & done
	places := [place | some place, row in run; stage in row.stages; count(problems(row, stage)) == 0]
	some upload in array.slice(uploads, 0, 1)
	every place in places {
		upload < place
		run[place].job == run[upload].job
	}
}

deny contains {
	"subject": stage,
	"message": sprintf("`%s` at %s comes after the upload at %s", [
		comes.call.text,
		workflow.at(comes.call.path, comes.call.line),
		workflow.at(comes.upload.path, comes.upload.line),
	]),
	"fix": "move the step before the upload, so that nothing is uploaded where it fails",
	"evidence": workflow.evidence(comes.call.path, comes.call.line),
} if {
	some stage, comes in late
}

missing := {stage |
	some stage in params.required
	has_subject(stage)
	not stage in done
}

# What the release does that relcheck cannot read, or does not know.
hidden contains reason if {
	some row in run
	row.file in releasing_paths
	count(row.stages) == 0
	not recognition.is_one(row.call, plain)
	reason := sprintf("%s: %s", [workflow.at(row.call.path, row.call.line), why_hidden(row)])
}

# Beside a release workflow, another one that the tag may start may do what is missing.
hidden contains reason if {
	some row in rows
	row.file in open_paths
	not row.file in releasing_paths
	not "tag" in row.step.never
	is_open(row)
	reason := sprintf("%s: %s", [workflow.at(row.call.path, row.call.line), why_open(row)])
}

is_open(row) if count(row.stages & missing) > 0

else if {
	count(row.stages) == 0
	row.call.hidden != null
}

why_open(row) := row.call.hidden if row.call.hidden != null

else := sprintf("whether a tag starts `%s` is not known", [row.call.text])

hidden contains sprintf("%s: %s", [workflow.at(entry.path, entry.line), entry.reason]) if some entry in facts.unread

why_hidden(row) := row.call.hidden if row.call.hidden != null

else := sprintf("what `%s` does is not known", [row.call.text])

paths := text.listed([sprintf("`%s`", [file.path]) | some file in releasing], 3)

# Steps that do it and do not count, then steps that are only called so.
remarks(stage) := [remark |
	some row in run
	stage in row.stages
	some why in problems(row, stage)
	remark := sprintf("%s runs `%s`, which does not count: %s", [workflow.at(row.call.path, row.call.line), row.call.text, why])
]

misnomers(stage) := [remark |
	some file in releasing
	some job in file.jobs
	some step in job.steps
	step.name != null
	some word in about[stage].words
	contains(lower(step.name), word)
	not [step.path, step.line] in doing
	remark := sprintf("the step called `%s` at %s does nothing that is known to", [step.name, workflow.at(step.path, step.line)])
]

doing := {[row.step.path, row.step.line] | some row in rows; count(row.stages) > 0}

remark(stage) := sprintf("; %s", [text.listed(all, 2)]) if {
	all := array.concat(remarks(stage), misnomers(stage))
	count(all) > 0
}

else := ""

deny contains {
	"subject": stage,
	"message": sprintf("no step of %s %s%s", [paths, about[stage].does, remark(stage)]),
	"fix": sprintf("add a step to `%s`: %s", [releasing[0].path, step_to_add(releasing[0].system, stage)]),
	"evidence": {"file": releasing[0].path},
} if {
	count(releasing) > 0
	count(hidden) == 0
	some stage in missing
	not is_open_test(stage)
}

# What a script for the tests calls, and of which nothing says whether it runs them.
open_tests contains sprintf("`%s` at %s", [call.text, workflow.at(call.path, call.line)]) if {
	"build and test" in missing
	some file in releasing
	some job in file.jobs
	some step in job.steps
	is_run({"file": file.path, "step": step})
	some call in step.calls
	not problem({"step": step, "call": call})
	count(stages_of(call)) == 0
	some script in call.scripts
	some pattern in params.test_scripts
	glob.match(pattern, [], script)
}

is_open_test("build and test") if count(open_tests) > 0

unknown contains {
	"reason": sprintf("whether the tests are run is not known: what a script for them calls is in no list: %s", [text.listed(sort(open_tests), 3)]),
	"fix": "add what runs the tests to `build_and_test` below `[rules.pipeline.stages]` in relcheck.toml",
} if {
	count(releasing) > 0
	count(hidden) == 0
	is_open_test("build and test")
}

step_to_add(kind, stage) := sprintf("`script: ['%s']` in a job with `rules: [{if: $CI_COMMIT_TAG}]`", [about[stage].command]) if {
	kind == "gitlab"
	about[stage].command != null
}

else := sprintf("`sh '%s'` in a stage with `when { buildingTag() }`", [about[stage].command]) if {
	kind == "jenkins"
	about[stage].command != null
}

else := about[stage].step if about[stage].step != null

else := sprintf("`run: %s`", [about[stage].command]) if {
	kind == "github"
	about[stage].command != null
}

else := sprintf("one that %s", [about[stage].does])

deny contains {
	"subject": "release workflow",
	"message": sprintf("no workflow is started by a tag like `%s`%s", [facts.release_tag, nearest]),
	"fix": object.get(starts, system, starts.github),
} if {
	count(released) == 0
	count(open_paths) == 0
	count(facts.unread) == 0
}

# What stands for the tags of any version, as GitHub writes it.
any_tag := sprintf("%s*", [replace(prefix, "'", "''")]) if prefix != ""

else := "[0-9]*"

prefix := input.facts.repository.tag_pattern.current

# How each system is told to run for a tag.
starts := {
	"github": sprintf("start the release workflow with `on: {push: {tags: ['%s']}}`", [any_tag]),
	"gitlab": "give the jobs of the release `rules: [{if: $CI_COMMIT_TAG}]`",
	"jenkins": "give the stages of the release `when { buildingTag() }`",
}

system := releasing[0].system if count(releasing) > 0

else := facts.files[0].system if count(facts.files) > 0

else := "github"

nearest := sprintf("; %s publishes, and is started by %s", [
	workflow.at(file.path, file.triggers[0].line),
	text.listed([trigger.event | some trigger in file.triggers], 4),
]) if file := releasing[0]

else := ""

unknown contains {
	"reason": sprintf("no step was found that %s, and some could not be read: %s", [
		text.listed([about[stage].does | some stage in sort(missing)], 8),
		text.listed(sort(hidden), 3),
	]),
	"fix": "read the places named; an action that does a stage's work is added to the stage's list below `[rules.pipeline.stages]` in relcheck.toml, one that does none to `params.plain_actions`",
} if {
	count(releasing) > 0
	count(hidden) > 0
	count(missing) > 0
}

unknown contains {
	"reason": sprintf("whether a tag like `%s` starts a workflow is not known: %s", [
		facts.release_tag,
		text.listed([sprintf("%s: %s", [workflow.at(entry.path, entry.line), entry.reason]) | some entry in facts.unread], 3),
	]),
	"fix": "read the files named",
} if {
	count(released) == 0
	count(facts.unread) > 0
}

unknown contains {
	"reason": sprintf("whether a tag like `%s` starts %s is not said in the file, and settings of the CI system are not read", [facts.release_tag, paths]),
	"fix": object.get(starts, system, starts.github),
} if {
	count(released) == 0
	count(open_paths) > 0
}
