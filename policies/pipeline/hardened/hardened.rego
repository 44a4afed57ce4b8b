# METADATA
# title: The workflows are hardened
# description: Actions, images, included files and libraries are pinned by digest, jobs have no more permissions than they need, and nobody outside of the project can start a step that holds a secret, runs a stranger's code with the repository's rights, or puts a stranger's text into a script. Of GitLab CI and Jenkins, rights and secrets are in settings that are not read.
# custom:
#   stages: [process]
#   level: warn
#   needs: [workflow]
#   fix: "Pin actions to a commit (`uses: owner/name@<40 hexadecimal digits> # v1.2.3`), start each workflow with `permissions: {}`, and give each job what it needs"
#   source: Release Execution / Automated Release Pipeline
#   controls: {osps: [OSPS-BR-01.01, OSPS-AC-04.01], ssdf: [PO.5.1]}
package relcheck.policy.pipeline.hardened

import data.relcheck.lib.recognition
import data.relcheck.lib.workflow

params := data.relcheck.params.pipeline.hardened

all_files := input.facts.workflow.files

files := [file | some file in all_files; file.system == "github"]

writers := recognition.prepared(params.contents_writers)

readers := recognition.prepared(params.contents_readers)

untrusted_inputs := {context | some context in params.untrusted_inputs}

# Actions that no digest fixes.
deny contains {
	"subject": step.path,
	"message": sprintf("%s uses `%s`, which is not pinned by digest", [workflow.at(step.path, step.uses.line), step.uses.text]),
	"fix": sprintf("pin it: `uses: %s@<commit> # %s`", [split(step.uses.text, "@")[0], version(step.uses.text)]),
	"evidence": workflow.evidence(step.path, step.uses.line),
} if {
	some file in files
	some job in file.jobs
	some step in job.steps
	step.uses != null
	step.uses.pin in {"ref", "none"}
	not split(step.uses.text, "/")[0] in params.trusted_owners
}

# What a workflow runs in or is made of, where no digest fixes it.
deny contains {
	"subject": taken.path,
	"message": sprintf("%s takes the %s `%s`, which is not pinned by digest", [workflow.at(taken.path, taken.line), taken.kind, taken.text]),
	"fix": imports_fixed[taken.kind],
	"evidence": workflow.evidence(taken.path, taken.line),
} if {
	some file in all_files
	some taken in file.imports
	taken.pin in {"ref", "none"}
}

imports_fixed := {
	"image": "pin it: `name@sha256:<digest>`",
	"file": "pin it: `ref: <commit>` of a project, `@<commit>` of a component, `integrity: sha256-…` of an address",
	"library": "pin it: `@Library('name@<commit>')`",
}

version(text) := split(text, "@")[1] if contains(text, "@")

else := "its version"

# Permissions that nobody chose, and those that are more than is needed.
deny contains {
	"subject": file.path,
	"message": sprintf("`%s` does not say what its jobs may do: they get what the repository's settings allow", [file.path]),
	"fix": "write `permissions: {}` above `jobs`, and give each job what it needs",
	"evidence": {"file": file.path},
} if {
	some file in files
	file.permissions == null
	some job in file.jobs
	job.permissions == null
}

deny contains {
	"subject": file.path,
	"message": sprintf("%s gives every permission (`write-all`)", [workflow.at(file.path, given.line)]),
	"fix": "name the scopes that are needed",
	"evidence": workflow.evidence(file.path, given.line),
} if {
	some file in files
	some given in array.concat([file.permissions], [job.permissions | some job in file.jobs])
	given != null
	given.all == "write-all"
}

deny contains {
	"subject": file.path,
	"message": sprintf("%s gives all %d jobs the right to write to `%s`", [workflow.at(file.path, file.permissions.line), count(file.jobs), scope]),
	"fix": sprintf("give `%s: write` to the job that needs it alone", [scope]),
	"evidence": workflow.evidence(file.path, file.permissions.line),
} if {
	some file in files
	file.permissions != null
	count(file.jobs) > 1
	some scope in file.permissions.write
}

deny contains {
	"subject": file.path,
	"message": sprintf("%s: the job `%s` may write to `contents`, and no step of it does", [workflow.at(file.path, job.permissions.line), job.id]),
	"fix": "write `contents: read`",
	"evidence": workflow.evidence(file.path, job.permissions.line),
} if {
	some file in files
	some job in file.jobs
	job.permissions != null
	"contents" in job.permissions.write
	not writes(job)
}

# Whether a step writes to the repository, or may: what it does is not known.
writes(job) if {
	some step in job.steps
	some call in step.calls
	may_write(step, call)
}

may_write(_, call) if call.hidden != null

else if recognition.is_one(call, writers)

may_write(step, call) if {
	step.uses != null
	not recognition.is_one(call, readers)
}

# Workflows that anyone can start with the rights of the repository.
exposed := [{"file": file, "trigger": trigger} |
	some file in files
	some trigger in file.triggers
	trigger.event in params.untrusted_triggers
]

deny contains {
	"subject": step.path,
	"message": sprintf("%s checks out `%s` in a workflow that %s starts: a stranger's code runs with the repository's rights", [workflow.at(step.path, step.line), step.checkout, entry.trigger.event]),
	"fix": "build pull requests in a workflow that `pull_request` starts, without secrets",
	"evidence": workflow.evidence(step.path, step.line),
} if {
	some entry in exposed
	some job in entry.file.jobs
	some step in job.steps
	step.checkout != null
	some foreign in params.foreign_code
	contains(step.checkout, foreign)
}

deny contains {
	"subject": step.path,
	"message": sprintf("%s checks out a pull request in a workflow that %s starts: a stranger's code runs with the repository's rights", [workflow.at(call.path, call.line), entry.trigger.event]),
	"fix": "build pull requests in a workflow that `pull_request` starts, without secrets",
	"evidence": workflow.evidence(call.path, call.line),
} if {
	some entry in exposed
	some job in entry.file.jobs
	some step in job.steps
	some call in step.calls
	"gh pr checkout" in call.names
}

deny contains {
	"subject": step.path,
	"message": sprintf("%s holds the secret `%s` in a workflow that %s starts, which anyone can cause", [workflow.at(step.path, step.line), secret, entry.trigger.event]),
	"fix": "hand secrets only to workflows that pushes, tags and releases start",
	"evidence": workflow.evidence(step.path, step.line),
} if {
	some entry in exposed
	some job in entry.file.jobs
	some step in job.steps
	some secret in step.secrets
}

# Texts of strangers that become a part of a script.
deny contains {
	"subject": step.path,
	"message": sprintf("%s puts `%s` into a script: whoever writes that text runs commands", [workflow.at(step.path, expression.line), written(file.system, expression.text)]),
	"fix": "hand it over as a variable that the shell itself reads, in quotes",
	"evidence": workflow.evidence(step.path, expression.line),
} if {
	some file in all_files
	some job in file.jobs
	some step in job.steps
	some expression in step.expressions
	expression.text in untrusted_inputs
}

written(system, expression) := sprintf("${%s}", [expression]) if system == "jenkins"

else := sprintf("${{ %s }}", [expression])

unknown contains sprintf("%s: %s", [workflow.at(entry.path, entry.line), entry.reason]) if {
	some entry in input.facts.workflow.unread
}

unknown contains sprintf("%s takes the %s `%s`: which one that is depends on a variable", [workflow.at(taken.path, taken.line), taken.kind, taken.text]) if {
	some file in all_files
	some taken in file.imports
	taken.pin == "unknown"
}

# What the files of these systems do not say.
unknown contains sprintf("`%s`: %s", [file.path, settings[file.system]]) if {
	some file in all_files
	file.system in object.keys(settings)
}

settings := {
	"gitlab": "which jobs get the project's variables, and what `CI_JOB_TOKEN` may do, is in the settings of GitLab, which are not read",
	"jenkins": "who may start it, which credentials it may use and what agents it runs on is in the settings of Jenkins, which are not read",
}

not_applicable contains "there is no workflow of a CI system" if {
	count(all_files) == 0
	count(input.facts.workflow.unread) == 0
}
