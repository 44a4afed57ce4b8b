# METADATA
# title: Every check of the CI system is green
# description: Each check that is required ran on this commit and succeeded; where nothing says which are, all of them. None was skipped, was cancelled, or still runs, save for the job that relcheck itself runs in. At the stage publish, what the release's tag started has to have succeeded, too.
# custom:
#   stages: [pre-release, candidate, publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [checks, repository]
#   fix: "See why it failed, mend that, and wait until all of them are green: `gh run watch`"
#   source: Pre-Release Checklist / Code Quality Verification / Every check of the CI system is green
#   controls: {ssdf: [PW.8.2], osps: [OSPS-QA-03.01]}
package relcheck.policy.quality.ci_green

import data.relcheck.lib.checks
import data.relcheck.lib.commit
import data.relcheck.lib.evidence
import data.relcheck.lib.text

params := data.relcheck.params.quality.ci_green

facts := input.facts.checks

usable := evidence.usable(facts.sources, params.max_age_days)

paths := {source.evidence.path | some source in usable}

# What counts: of several attempts the latest, and not relcheck's own job and run.
counted := [check |
	some check in facts.checks
	checks.is_latest(check)
	check.source in paths
	not is_own(check)
]

is_own(check) if check.is_own

is_own(check) if {
	check.is_own_run
	check.state in params.running
}

# Who says which checks are required: the configuration, a branch's protection, or nobody.
says_which if count(params.required) > 0

says_which if count(facts.required) > 0

is_required(_) if not says_which

is_required(check) if check.required

is_required(check) if checks.is_named(check.name, params.required)

is_required(check) if checks.is_of(check, release_runs)

# The runs that the release's tag started.
release_runs := [check |
	input.release.stage == "publish"
	some check in facts.checks
	checks.is_latest(check)
	checks.is_run(check)
	check.branch in tags
]

tags := {tag |
	input.facts.repository.head != null
	some tag in input.facts.repository.head.tags
}

judged := [check |
	some check in counted
	is_required(check)
	not may_fail(check)
]

may_fail(check) if check.allow_failure

may_fail(check) if checks.is_named(check.name, params.optional)

red := [check |
	some check in judged
	not check.state in params.succeeded
]

deny contains {
	"subject": check.name,
	"message": sprintf("%s still runs: `%s`", [checks.shown(check), check.state]),
	"fix": checks.wait_for(check),
} if {
	some check in red
	check.state in params.running
}

deny contains {
	"subject": check.name,
	"message": sprintf("%s did not succeed: `%s`", [checks.shown(check), check.state]),
	"fix": checks.look_at(check),
} if {
	some check in red
	not check.state in params.running
}

# Checks that are required by name, and of which there is none.
absent contains {"name": name, "by": "the configuration requires it"} if {
	some name in params.required
	every check in facts.checks {
		not checks.is_named(check.name, [name])
	}
}

absent contains {"name": required.name, "by": checks.requiring[required.by]} if {
	some required in facts.required
	not required.found
}

deny contains {
	"subject": missing.name,
	"message": sprintf("`%s` has not run on %s, and %s", [missing.name, head, missing.by]),
	"fix": "push the commit, and wait until it has run",
} if {
	some missing in absent
	count(facts.checks) > 0
	count(unlisted) == 0
	count(unwhole) == 0
}

deny contains {
	"subject": "release pipeline",
	"message": sprintf("the tag %s started nothing", [text.listed([sprintf("`%s`", [tag]) | some tag in sort(tags)], 3)]),
	"fix": "push the tag, and wait until what it starts has ended",
} if {
	input.release.stage == "publish"
	count(tags) > 0
	count(release_runs) == 0
	checks.lists_runs(usable)
}

# What was not required, and is not green, is named.
deny contains {
	"subject": check.name,
	"message": sprintf("%s need not succeed, and did not: `%s`", [checks.shown(check), check.state]),
	"fix": checks.look_at(check),
	"level": "warn",
} if {
	some check in counted
	need_not(check)
	check.state in params.failed
}

need_not(check) if not is_required(check)

need_not(check) if may_fail(check)

head := commit.short(input.facts.repository.head.commit) if input.facts.repository.head != null

else := "HEAD"

# What is not whole of what is here, and which lists of what the CI system knows are not here at all.
unwhole := checks.unwhole(usable)

unlisted := checks.unlisted(usable, facts)

unknown contains reason if {
	count(facts.sources) > 0
	some reason in evidence.unknown(facts.sources, "the CI system's checks", params.max_age_days, checks.record(facts.access, input.facts.repository.head))
}

unknown contains {
	"reason": sprintf("what the CI system says of this commit is not known: %s", [facts.access.reason]),
	"fix": facts.access.fix,
} if {
	count(facts.sources) == 0
	facts.access.reason != null
	facts.access.fix != null
}

unknown contains {"reason": reason, "fix": checks.record(facts.access, input.facts.repository.head)} if some reason in unwhole

# Where all are required, all have to be known; where some are, those.
unknown contains {"reason": reason, "fix": checks.record(facts.access, input.facts.repository.head)} if {
	needs_all
	some reason in unlisted
}

needs_all if not says_which

needs_all if count(absent) > 0

needs_all if count(release_runs) > 0

unknown contains {
	"reason": sprintf("no check that counts ran on %s", [head]),
	"fix": "push the commit, and wait until the CI system has run",
} if {
	count(usable) > 0
	count(judged) == 0
}

unknown contains {
	"reason": sprintf("%d checks more than relcheck lists are there", [facts.unlisted]),
	"fix": "name those that are required: `required` of this rule",
} if facts.unlisted > 0

unknown contains {
	"reason": "which runs the tag started is not known",
	"fix": checks.record_runs(facts.access, input.facts.repository.head),
} if {
	input.release.stage == "publish"
	count(usable) > 0
	not checks.lists_runs(usable)
}

looked_at contains source if some source in evidence.sources(facts.sources, params.max_age_days)

looked_at contains text.counted(count(judged), "required check", "required checks") if count(judged) > 0

looked_at contains sprintf("not %s, in which relcheck itself runs", [checks.shown(check)]) if {
	some check in facts.checks
	check.is_own
}

looked_at contains sprintf("not %s, which came again later", [text.counted(number, "check", "checks")]) if {
	number := count([check | some check in facts.checks; check.superseded != null])
	number > 0
}

looked_at contains sprintf("relcheck's own job is not excepted: %s", [facts.own.detail]) if {
	facts.own != null
	facts.own.check == null
	count(facts.checks) > 0
}

looked_at contains sprintf("not what `%s` requires: %s", [source.evidence.path, source.left_out]) if {
	some source in usable
	source.left_out != null
}
