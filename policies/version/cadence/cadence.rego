# METADATA
# title: The release comes on its day
# description: A minor release comes on the first Tuesday of a month, a major one in March, June, September or December, by the clock in UTC. A patch comes within two weeks of the oldest issue that its commits settle; a checkout does not tell when issues were opened, so that is unknown.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major]
#   level: warn
#   needs: [changes]
#   fix: Release on the day that the outcome names, or say in the changelog why it could not wait.
#   source:
#     - Release Types / Patch Releases / When
#     - Release Types / Minor Releases / When
#     - Release Types / Major Releases / When
package relcheck.policy.version.cadence

import data.relcheck.lib.days
import data.relcheck.lib.candidate
import data.relcheck.lib.commit
import data.relcheck.lib.issues
import data.relcheck.lib.text

params := data.relcheck.params.version.cadence

today := days.today(input.clock)

# The commits of a patch that settle an issue, each with what it settles.
settling := [sprintf("%s %s", [commit.short(entry.id), concat(", ", settled)]) |
	input.release.type == "patch"
	some entry in issues.linking(commit.standing(input.facts.changes.commits), params.linking_words)
	settled := issues.settled(entry, params.linking_words)
	count(settled) > 0
]

month_fix := sprintf("release it from %s on", [days.date(next)]) if {
	next := days.next_month(today, params.major_months)
}

else := "name the months of major releases in relcheck.toml"

is_before_final if candidate.version.pre != null

not_applicable contains "a pre-release has no day: the final release has" if is_before_final

not_applicable contains "no subject or trailer of a commit links an issue by `Fixes #N`, so there is none to count from" if {
	input.release.type == "patch"
	count(settling) == 0
}

deny contains {
	"subject": days.date(today),
	"message": sprintf(
		"%s is not the %s %s of a month, on which minor releases come",
		[days.date(today), params.minor_ordinal, params.minor_weekday],
	),
	"fix": sprintf(
		"release it on %s",
		[days.date(days.next_nth(today, params.minor_weekday, params.minor_ordinal))],
	),
} if {
	input.release.type == "minor"
	not days.is_nth(today, params.minor_weekday, params.minor_ordinal)
}

deny contains {
	"subject": days.date(today),
	"message": sprintf(
		"%s is in none of the months in which major releases come: %s",
		[days.date(today), concat(", ", params.major_months)],
	),
	"fix": month_fix,
} if {
	input.release.type == "major"
	not days.month(today) in params.major_months
}

unknown contains {
	"reason": sprintf(
		"a checkout does not tell when an issue was opened, and no export of issues is read yet: %s",
		[text.listed(settling, params.max_named)],
	),
	"fix": sprintf("look whether the oldest of these issues was opened within the last %d days", [params.patch_days]),
} if {
	count(settling) > 0
}
