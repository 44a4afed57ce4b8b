package relcheck.policy.pipeline.stages_test

import data.relcheck.lib.facts_test as facts
import data.relcheck.policy.pipeline.stages as rule

judged(steps) := with_workflow(facts.workflow([facts.workflow_file(steps)]))

with_workflow(workflow) := object.union(facts.judged("patch", "1.2.4"), {"facts": {
	"workflow": workflow,
	"tooling": facts.tooling([["documentation", "mkdocs.yml"], ["docker", "Dockerfile"], ["pypi", "pyproject.toml"]]),
}})

shipping(channels, steps) := object.union(judged(steps), {"facts": {"tooling": facts.tooling(channels)}})

started_by(triggers, steps) := with_workflow(facts.workflow([object.union(facts.workflow_file(steps), {"triggers": triggers})]))

unread := {"path": ".gitlab-ci.yml", "line": 1, "reason": "relcheck does not read what GitLab CI runs"}

# The release workflow with one step changed.
but(place, change) := [step |
	some index, original in facts.release_steps
	step := {true: object.union(original, change), false: original}[index == place]
]

without(place) := [step |
	some index, step in facts.release_steps
	index != place
]

subjects(found) := {finding.subject | some finding in found}

test_a_workflow_with_every_stage_passes if {
	document := judged(facts.release_steps)
	rule.deny == set() with input as document
	rule.unknown == set() with input as document
}

test_the_process_has_no_type if {
	document := object.union(judged(facts.release_steps), {"release": {"type": null, "stage": "process", "version": null}})
	rule.deny == set() with input as document
}

test_each_missing_stage_fails if {
	stages := ["build and test", "security scan", "package", "sign", "registry", "docker image", "github release", "documentation"]
	every index, stage in stages {
		subjects(rule.deny) == {stage} with input as judged(without(index))
	}
}

test_the_message_names_the_workflow if {
	rule.deny == {{
		"subject": "sign",
		"message": "no step of `.github/workflows/release.yml` signs the artifacts",
		"fix": "add a step to `.github/workflows/release.yml`: `uses: actions/attest-build-provenance@<commit>`",
		"evidence": {"file": ".github/workflows/release.yml"},
	}} with input as judged(without(3))
}

# The fixes where nothing makes a release, for a project with these files.
fixes_with(files) := {finding.fix |
	document := object.union(judged(without(6)), {"facts": {"tooling": {"files": files}}})
	found := rule.deny with input as document
	some finding in found
}

test_the_release_to_add_has_the_files_that_are_there if {
	every name, files in {"pyproject.toml": " dist/*", "package.json": " *.tgz", "go.mod": "", "README.md": " <files>"} {
		step := sprintf("`run: gh release create \"$GITHUB_REF_NAME\"%s`", [files])
		fixes_with([name]) == {sprintf("add a step to `.github/workflows/release.yml`: %s", [step])}
	}
}

test_a_rehearsal_does_not_count if {
	step := facts.step(50, [facts.call(50, "twine upload", ["-r", "-r testpypi"])])
	some finding in rule.deny with input as judged(but(4, step))
	finding.message == "no step of `.github/workflows/release.yml` uploads to PyPI; `.github/workflows/release.yml:50` runs `twine upload`, which does not count: it is a rehearsal"
}

test_what_runs_no_test_does_not_count if {
	every name, option in {
		"mocha": "--dry-run",
		"jest": "--listTests",
		"go test": "-run ^$",
		"pytest": "--co",
		"phpunit": "--list-tests",
		"cargo nextest run": "--no-run",
	} {
		step := facts.step(10, [facts.call(10, name, [option])])
		subjects(rule.deny) == {"build and test"} with input as judged(but(0, step))
	}
	step := facts.step(10, [facts.call(10, "vitest list", [])])
	subjects(rule.deny) == {"build and test"} with input as judged(but(0, step))
	same := facts.step(10, [facts.call(10, "go test", ["-run", "-run ^Test"])])
	rule.deny == set() with input as judged(but(0, same))
}

# With a step for the tests that runs a script of package.json of this name, and that this command.
with_script(name, text) := judged(but(0, facts.step(10, [
	facts.call(10, "npm run x", []),
	object.union(facts.call(10, text, []), {"path": "package.json", "scripts": [name]}),
])))

test_a_script_for_tests_whose_command_is_not_known_leaves_it_open if {
	document := with_script("test", "./run-them")
	rule.deny == set() with input as document
	some reason in rule.unknown with input as document
	reason.reason == "whether the tests are run is not known: what a script for them calls is in no list: `./run-them` at `package.json:10`"
	subjects(rule.deny) == {"build and test"} with input as with_script("lint", "./run-them")
	subjects(rule.deny) == {"build and test"} with input as with_script("test", "vitest list")
}

test_what_scans_nothing_does_not_count if {
	every name in {"npm audit signatures", "npm audit fix", "gitleaks version", "trivy version"} {
		step := facts.step(20, [facts.call(20, name, [])])
		subjects(rule.deny) == {"security scan"} with input as judged(but(1, step))
	}
}

test_a_program_that_only_tells_of_itself_does_not_count if {
	every option in {"--help", "--version", "-version"} {
		step := facts.step(20, [facts.call(20, "govulncheck", [option])])
		some finding in rule.deny with input as judged(but(1, step))
		endswith(finding.message, "it only tells of itself")
	}
	packed := facts.step(30, [facts.call(30, "helm package", ["--version", "--version 1.2.4"])])
	rule.deny == set() with input as judged(but(2, packed))
}

test_a_failure_that_is_ignored_does_not_count if {
	call := object.union(facts.call(10, "pytest", []), {"ignored": "its failure is ignored by what follows `||`"})
	subjects(rule.deny) == {"build and test"} with input as judged(but(0, {"calls": [call]}))
	subjects(rule.deny) == {"build and test"} with input as judged(but(0, {"ignored": "it has `continue-on-error: true`"}))
}

test_a_step_that_does_not_run_for_the_tag_does_not_count if {
	subjects(rule.deny) == {"sign"} with input as judged(but(3, {"never": ["tag"]}))
	rule.deny == set() with input as judged(but(3, {"never": ["release"]}))
}

test_what_a_step_is_called_does_not_count if {
	step := object.union(facts.step(40, []), {"name": "Artifact Signing"})
	some finding in rule.deny with input as judged(but(3, step))
	finding.message == "no step of `.github/workflows/release.yml` signs the artifacts; the step called `Artifact Signing` at `.github/workflows/release.yml:40` does nothing that is known to"
}

test_a_step_under_another_name_counts if {
	rule.deny == set() with input as judged(but(3, {"name": "something else"}))
}

test_what_the_project_does_not_have_needs_no_stage if {
	rule.deny == set() with input as shipping([], array.slice(facts.release_steps, 0, 4)) with data.relcheck.params.pipeline.stages.required as ["registry", "docker image", "documentation"]
}

test_a_crate_is_uploaded_to_crates_io if {
	upload := facts.step(50, [facts.call(50, "cargo publish", [])])
	rule.deny == set() with input as shipping([["crates.io", "Cargo.toml"]], but(4, upload))
	some finding in rule.deny with input as shipping([["crates.io", "Cargo.toml"]], facts.release_steps)
	finding.subject == "registry"
	contains(finding.message, "uploads to crates.io")
}

upload(options) := shipping([["crates.io", "Cargo.toml"]], but(4, facts.step(50, [
	object.union(facts.call(50, "cargo release publish", options), {"names": ["cargo release"]}),
])))

test_a_crate_is_only_uploaded_by_what_executes if {
	rule.deny == set() with input as upload(["--execute"])
	subjects(rule.deny) == {"registry"} with input as upload([])
}

scan(name) := judged(but(1, facts.step(20, [facts.call(20, name, [])])))

test_what_looks_at_licences_alone_is_no_security_scan if {
	rule.deny == set() with input as scan("cargo deny check all")
	rule.deny == set() with input as scan("cargo deny check advisories")
	subjects(rule.deny) == {"security scan"} with input as scan("cargo deny check licenses")
	subjects(rule.deny) == {"security scan"} with input as scan("cargo deny list")
}

test_a_package_is_uploaded_to_npm if {
	upload := facts.step(50, [facts.call(50, "npm publish", ["--provenance"])])
	rule.deny == set() with input as shipping([["npm", "package.json"]], but(4, upload))
}

test_documentation_that_a_service_builds_passes if {
	document := judged(without(7))
	hosted := object.union(document, {"facts": {"tooling": {"files": [".readthedocs.yaml"]}}})
	rule.deny == set() with input as hosted
}

test_an_action_that_is_not_known_leaves_it_open if {
	document := judged(but(3, facts.action(40, "acme/does-it-all@v1", [])))
	rule.deny == set() with input as document
	some reason in rule.unknown with input as document
	reason.reason == "no step was found that signs the artifacts, and some could not be read: `.github/workflows/release.yml:40`: what `acme/does-it-all@v1` does is not known"
}

test_a_script_that_cannot_be_read_leaves_it_open if {
	call := object.union(facts.call(40, "release.py", []), {"hidden": "what the program `release.py` does cannot be read"})
	document := judged(but(3, facts.step(40, [call])))
	rule.deny == set() with input as document
	count(rule.unknown) == 1 with input as document
}

test_actions_that_are_known_hide_nothing if {
	document := judged(but(3, facts.action(40, "actions/checkout@v4", [])))
	subjects(rule.deny) == {"sign"} with input as document
	rule.unknown == set() with input as document
}

test_what_is_not_known_does_not_matter_where_nothing_is_missing if {
	steps := array.concat(facts.release_steps, [facts.action(90, "acme/notify@v1", [])])
	rule.unknown == set() with input as judged(steps)
	rule.deny == set() with input as judged(steps)
}

test_no_workflow_at_all_fails if {
	rule.deny == {{
		"subject": "release workflow",
		"message": "no workflow is started by a tag like `v1.2.3`",
		"fix": "start the release workflow with `on: {push: {tags: ['v*']}}`",
	}} with input as with_workflow(facts.workflow([]))
}

# What is to be added for a stage that a workflow of that system lacks, in a project with that file.
step_for(index, system, file) := split(finding.fix, "`: ")[1] if {
	workflow := facts.workflow([object.union(facts.workflow_file(without(index)), {"system": system})])
	document := object.union(with_workflow(workflow), {"facts": {"tooling": {"files": [file]}}})
	some finding in rule.deny with input as document
}

test_the_step_to_add_is_one_of_the_projects_own_tools if {
	step_for(0, "github", "Cargo.toml") == "`run: cargo test`"
	step_for(1, "github", "go.mod") == "`run: govulncheck ./...`"
	step_for(2, "github", "package.json") == "`run: npm pack`"
	step_for(2, "github", "pyproject.toml") == "`run: python -m build`"
	step_for(0, "github", "Makefile") == "one that runs the tests"
	step_for(0, "gitlab", "pom.xml") == "`script: ['mvn verify']` in a job with `rules: [{if: $CI_COMMIT_TAG}]`"
	step_for(0, "jenkins", "Makefile") == "one that runs the tests"
}

test_the_tags_of_the_project_are_told_by_what_they_start_with if {
	every prefix, pattern in {"": "[0-9]*", "demo-": "demo-*", "it's/v": "it''s/v*"} {
		document := object.union(with_workflow(facts.workflow([])), {"facts": {"repository": {"tag_pattern": {"current": prefix}}}})
		some finding in rule.deny with input as document
		finding.fix == sprintf("start the release workflow with `on: {push: {tags: ['%s']}}`", [pattern])
	}
}

test_a_file_that_cannot_be_read_leaves_it_open if {
	document := with_workflow(object.union(facts.workflow([]), {"unread": [unread]}))
	rule.deny == set() with input as document
	some reason in rule.unknown with input as document
	reason.reason == "whether a tag like `v1.2.3` starts a workflow is not known: `.gitlab-ci.yml:1`: relcheck does not read what GitLab CI runs"
}

test_a_workflow_that_no_tag_starts_fails if {
	document := started_by([object.union(facts.trigger("workflow_dispatch"), {"on_release_tag": false})], without(3))
	subjects(rule.deny) == {"release workflow", "sign"} with input as document
	some finding in rule.deny with input as document
	finding.message == "no workflow is started by a tag like `v1.2.3`; `.github/workflows/release.yml:2` publishes, and is started by workflow_dispatch"
}

test_a_workflow_that_every_push_starts_is_no_release_workflow if {
	push := object.union(facts.trigger("push"), {"tags": []})
	subjects(rule.deny) == {"release workflow"} with input as started_by([push], array.slice(facts.release_steps, 0, 2))
	rule.deny == set() with input as started_by([push], facts.release_steps)
}

test_a_published_release_comes_after_its_tag if {
	release := object.union(facts.trigger("release"), {"on_release_tag": false, "tags": [], "types": ["published"]})
	rule.deny == set() with input as started_by([release], facts.release_steps)
	rule.deny == set() with input as started_by([object.union(release, {"types": []})], facts.release_steps)
	subjects(rule.deny) == {"release workflow"} with input as started_by([object.union(release, {"types": ["deleted"]})], facts.release_steps)
}

# A workflow of which it is not known whether the tag starts it.
open_file(path, system, steps) := object.union(facts.workflow_file(steps), {
	"path": path,
	"system": system,
	"triggers": [object.union(facts.trigger("push"), {"on_release_tag": null, "tags": []})],
})

test_a_trigger_that_cannot_be_told_leaves_it_open if {
	document := with_workflow(facts.workflow([open_file("Jenkinsfile", "jenkins", facts.release_steps)]))
	rule.deny == set() with input as document
	some reason in rule.unknown with input as document
	reason.reason == "whether a tag like `v1.2.3` starts `Jenkinsfile` is not said in the file, and settings of the CI system are not read"
	reason.fix == "give the stages of the release `when { buildingTag() }`"
}

test_a_stage_that_is_nowhere_is_missing_however_it_is_started if {
	document := with_workflow(facts.workflow([open_file("Jenkinsfile", "jenkins", without(3))]))
	some finding in rule.deny with input as document
	finding.subject == "sign"
	finding.fix == "add a step to `Jenkinsfile`: `sh 'cosign sign-blob <files>'` in a stage with `when { buildingTag() }`"
	skipped := with_workflow(facts.workflow([open_file("Jenkinsfile", "jenkins", but(3, {"never": ["tag"]}))]))
	subjects(rule.deny) == {"sign"} with input as skipped
}

test_another_workflow_that_the_tag_may_start_leaves_it_open if {
	signing := open_file("Jenkinsfile", "jenkins", [facts.release_steps[3]])
	document := with_workflow(facts.workflow([facts.workflow_file(without(3)), signing]))
	rule.deny == set() with input as document
	some reason in rule.unknown with input as document
	contains(reason.reason, "`.github/workflows/release.yml:40`: whether a tag starts `gpg` is not known")
}

test_what_another_workflow_hides_leaves_it_open if {
	call := object.union(facts.call(40, "buildPlugin", []), {"hidden": "the step `buildPlugin` is not known"})
	hidden := open_file("Jenkinsfile", "jenkins", [facts.step(40, [call])])
	document := with_workflow(facts.workflow([facts.workflow_file(without(3)), hidden]))
	rule.deny == set() with input as document
	count(rule.unknown) == 1 with input as document
	plain := open_file("Jenkinsfile", "jenkins", [facts.action(40, "acme/x@v1", [])])
	subjects(rule.deny) == {"sign"} with input as with_workflow(facts.workflow([facts.workflow_file(without(3)), plain]))
}

test_each_system_is_told_in_its_own_words if {
	pipeline := object.union(facts.workflow_file(without(3)), {"path": ".gitlab-ci.yml", "system": "gitlab"})
	some finding in rule.deny with input as with_workflow(facts.workflow([pipeline]))
	finding.fix == "add a step to `.gitlab-ci.yml`: `script: ['cosign sign-blob <files>']` in a job with `rules: [{if: $CI_COMMIT_TAG}]`"
	quiet := object.union(pipeline, {"triggers": [], "jobs": []})
	some other in rule.deny with input as with_workflow(facts.workflow([quiet]))
	other.fix == "give the jobs of the release `rules: [{if: $CI_COMMIT_TAG}]`"
}

test_tests_that_are_left_out_do_not_count if {
	every option in ["-DskipTests", "-Dmaven.test.failure.ignore"] {
		call := object.union(facts.call(10, "mvn package", [option]), {"names": ["mvn", "mvn package"]})
		some finding in rule.deny with input as judged(but(0, {"calls": [call]}))
		finding.message == "no step of `.github/workflows/release.yml` runs the tests; `.github/workflows/release.yml:10` runs `mvn package`, which does not count: it leaves the tests out, or their failures"
	}
	rule.deny == set() with input as judged(but(0, {"calls": [facts.call(10, "mvn package", [])]}))
}

test_each_stage_names_its_step if {
	said := rule.looked_at with input as judged(facts.release_steps)
	count(said) == 8
	"sign: `gpg` at `.github/workflows/release.yml:40`" in said
	rule.looked_at == set() with input as judged([])
	hosted := object.union(judged([]), {"facts": {"tooling": {"files": [".readthedocs.yaml"]}}})
	rule.looked_at == {"documentation: built and published as `.readthedocs.yaml` says"} with input as hosted
}

# The release workflow with its upload at the first place.
upload_first := array.concat([facts.release_steps[4]], without(4))

test_what_comes_after_the_upload_comes_too_late if {
	found := rule.deny with input as judged(upload_first)
	subjects(found) == {"build and test", "security scan", "package"}
	{finding.message | some finding in found; finding.subject == "build and test"} == {concat("", [
		"`pytest` at `.github/workflows/release.yml:10` comes after the upload ",
		"at `.github/workflows/release.yml:50`",
	])}
}

test_what_comes_before_and_after_the_upload_is_in_time if {
	again := array.concat(facts.release_steps, array.slice(facts.release_steps, 0, 3))
	rule.deny == set() with input as judged(again)
}

test_the_order_across_jobs_is_not_looked_at if {
	file := facts.workflow_file(upload_first)
	jobs := [object.union(file.jobs[0], {"line": line, "steps": steps}) |
		some line, steps in [[upload_first[0]], array.slice(upload_first, 1, 8)]
	]
	rule.deny == set() with input as with_workflow(facts.workflow([object.union(file, {"jobs": jobs})]))
}

test_a_release_that_starts_the_workflow_need_not_be_made if {
	trigger := object.union(facts.workflow_file([]).triggers[0], {"event": "release", "tags": [], "types": ["published"], "on_release_tag": false})
	rule.deny == set() with input as started_by([trigger], without(6))
	subjects(rule.deny) == {"github release"} with input as judged(without(6))
}
