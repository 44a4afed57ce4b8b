# METADATA
# title: Somebody has looked at what the vulnerability scan found
# description: A person on the lists has signed off this very set of findings - each identifier with its package, version and score. Once others are found, that is void. Where a scan that counts found nothing, there is nothing to review.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: deny
#   needs: [vulnerabilities, sign_offs]
#   fix: "Look at what was found, and say so: `relcheck sign-off scan-review --findings`, then `git push origin refs/notes/relcheck`"
#   source: Pre-Release Checklist / Dependency Management / Somebody looked at what the vulnerability scan found, and dealt with it
#   controls: {ssdf: [RV.1.1, RV.2.1]}
package relcheck.policy.dependencies.scan_reviewed

import data.relcheck.lib.advisories
import data.relcheck.lib.sign_offs
import data.relcheck.lib.text

params := data.relcheck.params.dependencies.scan_reviewed

facts := input.facts.sign_offs

vulnerabilities := input.facts.vulnerabilities

found := vulnerabilities.found

# What nobody has looked for may be there all the same.
unread := advisories.uncovered(vulnerabilities, params.max_age_days, params.max_named) | advisories.gaps(vulnerabilities, params.max_named)

reviews := sign_offs.over_findings(facts, params.sign_off)

not_applicable contains "nothing was found" if {
	count(found) == 0
	count(unread) == 0
}

deny contains {
	"subject": "findings",
	"message": sprintf("nobody has signed off what was found: %s", [text.counted(count(found), "finding", "findings")]),
} if {
	facts.notes
	count(found) > 0
	count(reviews) == 0
}

deny contains problem if some problem in sign_offs.problems(facts, params.sign_off)

unknown contains entry if {
	count(found) == 0
	some entry in unread
}

unknown contains reason if {
	count(found) > 0
	some reason in sign_offs.absent(facts, params.sign_off)
}

looked_at contains text.counted(count(found), "finding", "findings") if count(found) > 0

looked_at contains sign_offs.shown(sign_off) if some sign_off in reviews
