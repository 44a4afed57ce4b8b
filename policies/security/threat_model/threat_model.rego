# METADATA
# title: The threat model is up to date
# description: Where a change since the previous release touches authentication, cryptography, the pipeline or images, lines were added to the threat model, too, or somebody of the security team or a maintainer has signed off that it still holds.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: deny
#   needs: [diffs, sign_offs]
#   fix: "Look whether the threat model still holds. Change it, or say so: `relcheck sign-off threat-model`"
#   source: Pre-Release Checklist / Security Review / The threat model is up to date where a change bears on it
#   controls: {ssdf: [PW.1.1]}
package relcheck.policy.security.threat_model

import data.relcheck.lib.people
import data.relcheck.lib.sensitive
import data.relcheck.lib.sign_offs
import data.relcheck.lib.text

params := data.relcheck.params.security.threat_model

facts := input.facts.sign_offs

bearing := sort(sensitive.matching({touched.path | some touched in input.facts.diffs.paths}, params.paths))

changed := sort(documents - sensitive.matching(documents, params.foreign))

documents := sensitive.matching(written, params.documents)

# Where lines were only taken out, nothing new is said.
written := {touched.path |
	some touched in input.facts.diffs.paths
	touched.written
}

# For the candidate's files: one for earlier files says nothing of what was changed since.
confirmed := [sign_off |
	some sign_off in people.given(facts, params.sign_off)
	may_sign(sign_off)
]

may_sign(sign_off) if sign_off.maintainer

may_sign(sign_off) if params.team in sign_off.teams

not_applicable contains "no change since the previous release bears on it" if count(bearing) == 0

deny contains {
	"subject": "threat model",
	"message": sprintf("%s changed, and the threat model was neither changed nor confirmed", [text.listed([sprintf("`%s`", [path]) | some path in bearing], 3)]),
} if {
	facts.notes
	count(bearing) > 0
	count(changed) == 0
	count(confirmed) == 0
}

deny contains problem if some problem in sign_offs.problems(facts, params.sign_off)

unknown contains reason if {
	count(bearing) > 0
	count(changed) == 0
	some reason in sign_offs.absent(facts, params.sign_off)
}

looked_at contains sprintf("`%s`", [path]) if some path in changed

looked_at contains sign_offs.shown(sign_off) if some sign_off in confirmed
