# METADATA
# title: The community has reviewed the major release
# description: An issue with the label of reviews and the milestone of this version was open for at least 14 days and is closed, and no objection with that milestone is open. An objection that was closed is decided, for whatever reason it was closed.
# custom:
#   stages: [pre-release]
#   types: [major]
#   level: deny
#   needs: [issues]
#   fix: "Open an issue with the label `community-review` and the milestone of the version, close it after 14 days, close each objection, and record the issues: `relcheck record -- gh issue list --state all --json …`"
#   source: Release Types / Major Releases / Approval
package relcheck.policy.approvals.community

import data.relcheck.lib.candidate
import data.relcheck.lib.evidence
import data.relcheck.lib.text
import data.relcheck.lib.tracker

params := data.relcheck.params.approvals.community

facts := input.facts.issues

core := candidate.version.core

milestones := tracker.titles(params.milestones, {core})

own := tracker.of_version(facts.issues, milestones)

reviews := tracker.labelled(own, [params.review])

objections := tracker.labelled(own, [params.objection])

now := input.clock.seconds + evidence.tolerance

# The reviews that were held as they should be.
held := [review |
	some review in reviews
	review.state == "closed"
	not review.contradicted
	has_end(review)
	count(shortfalls(review)) == 0
]

has_end(review) if review.closed != null

was_closed(review) if has_end(review)

was_closed(review) if review.state_reason == "reopened"

# What is wrong with the times of a review that is closed, as clauses.
shortfalls(review) := {"was opened in the future: the clocks do not agree" | review.opened > now} | {clause |
	has_end(review)
	review.closed > now
	clause := "was closed in the future: the clocks do not agree"
} | {clause |
	has_end(review)
	review.closed < review.opened
	clause := "was closed before it was opened"
} | {clause |
	has_end(review)
	review.closed >= review.opened
	seconds := review.closed - review.opened
	seconds < params.days * 86400
	clause := sprintf("was open for %s, and %s are asked for", [days(floor(seconds / 86400)), days(params.days)])
}

days(number) := text.counted(number, "day", "days")

deny contains {
	"subject": tracker.number(review),
	"message": sprintf("the review %s is open: it has not ended", [tracker.shown(review)]),
	"fix": sprintf("close it when its time is over, and record the issues again: %s", [review.url]),
} if {
	some review in tracker.open(reviews)
	not was_closed(review)
}

deny contains {
	"subject": tracker.number(review),
	"message": sprintf("the review %s was closed and opened again: it has not ended", [tracker.shown(review)]),
	"fix": sprintf("close it when its time is over, and record the issues again: %s", [review.url]),
} if {
	some review in tracker.open(reviews)
	was_closed(review)
}

deny contains {
	"subject": tracker.number(review),
	"message": sprintf("the review %s %s", [tracker.shown(review), shortfall]),
} if {
	count(held) == 0
	some review in reviews
	review.state == "closed"
	some shortfall in shortfalls(review)
}

deny contains {
	"subject": tracker.number(objection),
	"message": sprintf("the objection %s is open", [tracker.shown(objection)]),
	"fix": sprintf("settle it, close it, and record the issues again: %s", [objection.url]),
} if {
	some objection in tracker.open(objections)
}

deny contains finding if some finding in tracker.without_milestone(facts.issues, [params.review, params.objection])

unknown contains {
	"reason": sprintf("no issue with the label `%s` has the milestone `%s`, so that no review by the community is known", [params.review, core]),
	"fix": facts.fix,
} if {
	count(reviews) == 0
}

unknown contains {
	"reason": sprintf("when the review %s was closed is not known", [tracker.shown(review)]),
	"fix": facts.fix,
} if {
	count(held) == 0
	some review in reviews
	review.state == "closed"
	not has_end(review)
}

unknown contains reason if {
	some reason in tracker.unknown(facts, [params.review, params.objection], milestones, params.max_age_days)
}

unknown contains reason if some reason in tracker.contradicted(array.concat(reviews, objections), facts.fix)

unknown contains reason if some reason in candidate.unknown

looked_at contains sprintf("the review %s: %s", [tracker.shown(review), days(floor((review.closed - review.opened) / 86400))]) if some review in held

looked_at contains sprintf("%s, all closed", [text.counted(count(objections), "objection", "objections")]) if {
	count(objections) > 0
	count(tracker.open(objections)) == 0
}

looked_at contains source if some source in evidence.sources(facts.sources, params.max_age_days)
