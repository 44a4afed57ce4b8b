# METADATA
# title: The installation instructions work
# description: The instructions were followed for this candidate, by a check of the CI system that succeeded on this commit, or by a maintainer who has signed that off.
# custom:
#   stages: [pre-release]
#   types: [minor, major]
#   level: deny
#   needs: [sign_offs, checks]
#   fix: "Follow the instructions, and say so: `relcheck sign-off install`; or name the check of the CI system that does it: `checks` of this rule"
#   source: Pre-Release Checklist / Documentation Requirements / The installation instructions were followed, and they work
package relcheck.policy.docs.install_verified

import data.relcheck.lib.checks
import data.relcheck.lib.evidence
import data.relcheck.lib.people
import data.relcheck.lib.sign_offs

params := data.relcheck.params.docs.install_verified

facts := input.facts.sign_offs

by_maintainers := [sign_off |
	some sign_off in people.given(facts, params.sign_off)
	sign_off.maintainer
]

usable := {source.evidence.path |
	some source in evidence.usable(input.facts.checks.sources, params.max_age_days)
}

# Checks that follow the instructions, of several attempts the latest.
following := [check |
	some check in input.facts.checks.checks
	checks.is_latest(check)
	checks.is_named(check.name, params.checks)
	not checks.is_named(lower(check.name), params.other_checks)
	check.source in usable
]

succeeded := [check |
	some check in following
	check.state in params.succeeded
]

is_verified if count(by_maintainers) > 0

is_verified if {
	count(following) > 0
	count(following) == count(succeeded)
}

deny contains {
	"subject": check.name,
	"message": sprintf("%s did not succeed: `%s`", [checks.shown(check), check.state]),
	"fix": checks.look_at(check),
} if {
	some check in following
	not check.state in params.succeeded
	count(by_maintainers) == 0
}

deny contains {
	"subject": "installation",
	"message": "nobody has followed the installation instructions for this candidate",
} if {
	facts.notes
	count(following) == 0
	count(by_maintainers) == 0
}

deny contains problem if some problem in sign_offs.problems(facts, params.sign_off)

unknown contains reason if {
	not is_verified
	count(following) == 0
	some reason in sign_offs.absent(facts, params.sign_off)
}

looked_at contains sign_offs.shown(sign_off) if some sign_off in by_maintainers

looked_at contains checks.shown(check) if some check in following
