# METADATA
# title: Maintainers have tried the candidate by hand
# description: A maintainer has signed off that the core functionality of this candidate works, for this commit or one with the same files.
# custom:
#   stages: [candidate]
#   types: [minor, major]
#   level: deny
#   needs: [sign_offs]
#   fix: "Try it, and say so: `relcheck sign-off manual-testing --note \"…\"`, then `git push origin refs/notes/relcheck`"
#   source:
#     - Release Candidate Process / RC Testing / By hand
#     - Release Candidate Process / RC Approval Criteria / The manual tests found the core functionality to work
#   controls: {ssdf: [PW.8.2]}
package relcheck.policy.candidate.manual_testing

import data.relcheck.lib.people
import data.relcheck.lib.sign_offs

params := data.relcheck.params.candidate.manual_testing

facts := input.facts.sign_offs

by_maintainers := [sign_off |
	some sign_off in people.given(facts, params.sign_off)
	sign_off.maintainer
]

deny contains {
	"subject": "manual testing",
	"message": "no maintainer has signed off that this candidate was tried by hand",
} if {
	facts.notes
	count(by_maintainers) == 0
}

deny contains problem if some problem in sign_offs.problems(facts, params.sign_off)

unknown contains reason if some reason in sign_offs.absent(facts, params.sign_off)

looked_at contains sign_offs.shown(sign_off) if some sign_off in by_maintainers
