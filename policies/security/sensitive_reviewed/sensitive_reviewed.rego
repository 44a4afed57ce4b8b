# METADATA
# title: The security team reviewed what is sensitive
# description: Somebody of the security team, who did not write it, approved each commit since the previous release that touches authentication, cryptography, CI, dependencies or images; by a review of the pull request that brought it, by a trailer of a commit that they signed, or by a sign-off of the candidate.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, diffs, people, reviews, sign_offs]
#   fix: "Have one of the team sign it off: `relcheck sign-off security-review`, then `git push origin refs/notes/relcheck`; or record the reviews of its pull request: `relcheck record -- gh pr view NUMBER --json …`"
#   source: Pre-Release Checklist / Security Review / Changes that touch security were reviewed by the security team
#   controls: {ssdf: [PW.7.1, PW.7.2], osps: [OSPS-QA-07.01]}
package relcheck.policy.security.sensitive_reviewed

import data.relcheck.lib.commit
import data.relcheck.lib.people
import data.relcheck.lib.sensitive as sensitive_paths
import data.relcheck.lib.sign_offs
import data.relcheck.lib.text

params := data.relcheck.params.security.sensitive_reviewed

reviews := input.facts.reviews

team := people.members(input.facts.people, params.team)

commits := {entry.id: entry | some entry in input.facts.changes.commits; entry.id in touching}

matching := sensitive_paths.matching({touched.path | some touched in input.facts.diffs.paths}, params.paths)

bearing := [touched | some touched in input.facts.diffs.paths; touched.path in matching]

# The commits that touched what is sensitive.
touching := {id | some touched in bearing; some id in touched.commits}

# The sensitive paths of each.
sensitive[id] contains touched.path if {
	some touched in bearing
	some id in touched.commits
}

# Everybody who had a hand in one of them; of a merge, who made it.
authors[written.commit] := by if {
	some written in array.concat(input.facts.people.written, input.facts.people.merges)
	written.commit in touching
	by := {person | some person in written.by}
}

# A sign-off of the candidate is for all that it holds.
signed_off := {sign_off.person |
	some sign_off in people.given(input.facts.sign_offs, params.sign_off)
}

approved_by(id) := (signed_off | reviewers(id)) & team

reviewers(id) := {review.person |
	some review in reviews.given
	id in review.covers
}

is_reviewed(id) if count(approved_by(id) - authors[id]) > 0

open := sort([id | some id in touching; not is_reviewed(id)])

# Whether the approvals could be in notes that this clone does not have, or on a forge.
could_be_elsewhere if {
	not input.facts.sign_offs.notes
	not reviews.known
}

is_known if {
	count(team) > 0
	not could_be_elsewhere
}

deny contains {
	"subject": commit.short(id),
	"message": sprintf("%s %s touches %s, and %s%s", [
		commit.short(id),
		text.quoted(commits[id].subject),
		text.listed([sprintf("`%s`", [path]) | some path in sort(sensitive[id])], 3),
		lacking(id),
		request(id),
	]),
} if {
	is_known
	some id in open
}

lacking(id) := sprintf("nobody of the team `%s` has approved it", [params.team]) if count(approved_by(id)) == 0

else := sprintf("of the team `%s` only %s, who wrote it, has approved it", [params.team, text.listed(people.quoted(approved_by(id)), 3)])

# The pull request that its message names may hold the review; the message alone proves nothing.
request(id) := sprintf(" (its message names #%d)", [commits[id].pull_request]) if is_number(commits[id].pull_request)

else := ""

deny contains {
	"subject": refused.place,
	"message": sprintf("a review%s in %s does not count: %s", [by(refused), refused.place, refused.reason]),
	"fix": sprintf("see docs/reviews.md; record it anew: `%s`", [reviews.fix]),
	"level": "warn",
} if {
	is_known
	count(open) > 0
	some refused in reviews.refused
}

deny contains {
	"subject": refused.place,
	"message": sprintf("a sign-off%s does not count: %s", [by(refused), refused.reason]),
	"level": "warn",
} if {
	is_known
	count(open) > 0
	some refused in input.facts.sign_offs.refused
	refused.what == params.sign_off
}

by(refused) := sprintf(" by %s", [text.cut(refused.who, 80)]) if is_string(refused.who)

else := ""

unknown contains {
	"reason": sprintf("nothing lists the team `%s`, one of whom has to approve what is sensitive", [params.team]),
	"fix": sprintf("name its members in relcheck.toml: `[teams]` `%s = [\"…\"]`", [params.team]),
} if {
	count(open) > 0
	count(team) == 0
}

unknown contains {
	"reason": "neither sign-offs nor reviews are here, and there may be some elsewhere",
	"fix": sprintf("%s, or %s", [sign_offs.fetched(input.facts.sign_offs, params.sign_off), reviews.fix]),
} if {
	count(open) > 0
	count(team) > 0
	could_be_elsewhere
}

looked_at contains sprintf("%s, %d of them sensitive", [
	text.counted(count(input.facts.diffs.commits), "commit", "commits"),
	count(touching),
])
