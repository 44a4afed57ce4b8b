# METADATA
# title: Testers have tried the candidate
# description: A maintainer has signed off what the testers of this candidate reported, for this commit or one with the same files.
# custom:
#   stages: [candidate]
#   types: [minor, major]
#   level: warn
#   needs: [sign_offs]
#   fix: "Give it to testers, and say what they report: `relcheck sign-off community-testing --link URL`, then `git push origin refs/notes/relcheck`"
#   source: Release Candidate Process / RC Testing / By the community
package relcheck.policy.candidate.community_testing

import data.relcheck.lib.people
import data.relcheck.lib.sign_offs

params := data.relcheck.params.candidate.community_testing

facts := input.facts.sign_offs

by_maintainers := [sign_off |
	some sign_off in people.given(facts, params.sign_off)
	sign_off.maintainer
]

deny contains {
	"subject": "community testing",
	"message": "no maintainer has signed off what testers of this candidate reported",
} if {
	facts.notes
	count(by_maintainers) == 0
}

deny contains problem if some problem in sign_offs.problems(facts, params.sign_off)

unknown contains reason if some reason in sign_offs.absent(facts, params.sign_off)

looked_at contains sign_offs.shown(sign_off) if some sign_off in by_maintainers
