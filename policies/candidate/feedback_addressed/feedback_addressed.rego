# METADATA
# title: Nothing that was reported of the candidate blocks it
# description: Issues with the label of feedback and the milestone of this version or this candidate show that feedback was gathered, and no open issue with that milestone has a label that says that it blocks the release.
# custom:
#   stages: [candidate]
#   types: [minor, major]
#   level: deny
#   needs: [issues]
#   fix: "Deal with what blocks the release, close it, and record the issues: `relcheck record -- gh issue list --state all --json …`"
#   source: Release Candidate Process / RC Approval Criteria / What the community reported was dealt with
package relcheck.policy.candidate.feedback_addressed

import data.relcheck.lib.candidate
import data.relcheck.lib.evidence
import data.relcheck.lib.text
import data.relcheck.lib.tracker

params := data.relcheck.params.candidate.feedback_addressed

facts := input.facts.issues

core := candidate.version.core

milestones := tracker.titles(params.milestones, {core, candidate.version.normal, trim_prefix(candidate.version.text, "v")})

own := tracker.of_version(facts.issues, milestones)

feedback := tracker.labelled(own, [params.feedback])

# Whatever blocks the release, whether it is called feedback or not.
blocking := tracker.labelled(own, params.blocking)

deny contains {
	"subject": tracker.number(issue),
	"message": sprintf("%s is open, and blocks the release", [tracker.shown(issue)]),
	"fix": sprintf("deal with it, close it, and record the issues again: %s", [issue.url]),
} if {
	some issue in tracker.open(blocking)
}

deny contains finding if some finding in tracker.without_milestone(facts.issues, params.blocking)

unknown contains {
	"reason": sprintf("no issue with the label `%s` has the milestone `%s`, so that no feedback is known", [params.feedback, core]),
	"fix": sprintf("give what testers reported the label `%s` and the milestone `%s` (where nothing was reported, one closed issue that says so), and record the issues again: %s", [params.feedback, core, facts.fix]),
} if {
	count(feedback) == 0
}

unknown contains reason if {
	some reason in tracker.unknown(facts, params.blocking, milestones, params.max_age_days)
}

unknown contains reason if some reason in tracker.contradicted(array.concat(feedback, blocking), facts.fix)

unknown contains reason if some reason in candidate.unknown

looked_at contains sprintf("%s is open, and blocks nothing", [tracker.shown(issue)]) if {
	some issue in tracker.open(feedback)
	not tracker.has_one(issue.labels, params.blocking)
}

looked_at contains sprintf("%d of %s with feedback closed", [closed, text.counted(count(feedback), "issue", "issues")]) if {
	closed := count(feedback) - count(tracker.open(feedback))
	closed > 0
}

looked_at contains source if some source in evidence.sources(facts.sources, params.max_age_days)
