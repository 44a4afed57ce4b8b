# METADATA
# title: Maintainers approve the release
# description: As many maintainers as the type asks for have approved this commit, or one with the same files, by sign-offs, by reviews of its pull request, or by trailers of commits that they signed. Whoever wrote every commit since the previous release does not count, unless nobody else is on the list. The list and the keys are those of the previous release.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [incidents, people, reviews, sign_offs]
#   fix: "Have it approved: `relcheck sign-off approval`, then `git push origin refs/notes/relcheck`; or record the reviews of its pull request: `relcheck record -- gh pr view NUMBER --json …`"
#   source:
#     - Release Types / Patch Releases / Approval
#     - Release Types / Minor Releases / Approval
#   controls: {ssdf: [PO.2.1, PS.1.1], osps: [OSPS-QA-07.01]}
package relcheck.policy.approvals.maintainers

import data.relcheck.lib.commit
import data.relcheck.lib.people
import data.relcheck.lib.sign_offs
import data.relcheck.lib.text

params := data.relcheck.params.approvals.maintainers

facts := input.facts.people

maintainers := people.names(facts)

reviews := input.facts.reviews

# One person counts once, however often and wherever they approve.
approved := signed_off | reviewed

signed_off := {sign_off.person |
	some sign_off in people.given(input.facts.sign_offs, params.sign_off)
}

reviewed := {review.person |
	some review in reviews.given
	review.files == "candidate"
}

# Who has written all of it says nothing by approving it, too.
excluded contains person if {
	count(maintainers) > 1
	some person in people.wrote_all(facts, params.bots)
	person in maintainers
}

counted := (approved & maintainers) - excluded

needs_all if input.release.type in params.all

required := maintainers - excluded if needs_all

asked := count(required) if needs_all

else := {
	"patch": params.patch,
	"minor": params.minor,
	"major": params.major,
	"hotfix": params.hotfix,
}[input.release.type]

needs_team if {
	input.release.type in params.team_types
	not has_other_cause
}

# A record of the incident says that the cause is none of security.
has_other_cause if {
	count(input.facts.incidents.unread) == 0
	count(causes) > 0
	not "security" in causes
}

causes := {record.cause |
	some record in input.facts.incidents.records
	record.release == input.release.version.text
}

team := people.members(facts, params.team)

by_team := approved & team

# Whether the approvals could be in notes that this clone does not have, or on a forge.
could_be_elsewhere if {
	not input.facts.sign_offs.notes
	not reviews.known
}

deny contains {
	"subject": "maintainers",
	"message": sprintf("%s of %d, by %s", [text.counted(count(counted), "approval", "approvals"), asked, text.listed(people.quoted(counted), 5)]),
} if {
	not could_be_elsewhere
	count(maintainers) > 0
	not needs_all
	count(counted) > 0
	count(counted) < asked
}

deny contains {
	"subject": "maintainers",
	"message": sprintf("no approval of %d", [asked]),
} if {
	not could_be_elsewhere
	count(maintainers) > 0
	not needs_all
	count(counted) == 0
	asked > 0
}

deny contains {
	"subject": person,
	"message": sprintf("`%s` has not approved it, and every maintainer has to", [person]),
} if {
	not could_be_elsewhere
	needs_all
	some person in required - counted
}

deny contains {
	"subject": "maintainers",
	"message": sprintf("the list has %s, and %d have to approve%s", [text.counted(count(maintainers), "maintainer", "maintainers"), asked, but_for]),
	"fix": too_few,
} if {
	not could_be_elsewhere
	count(maintainers) > 1
	count(maintainers - excluded) < asked
}

but_for := sprintf("; %s wrote all of it, so that their own does not count", [text.listed(people.quoted(excluded), 3)]) if count(excluded) > 0

else := ""

# Whom the candidate itself lists does not count yet.
too_few := "have somebody else write or merge a part of it; or list a third maintainer in a release that fewer have to approve, such as a patch: that list counts from the next one on" if {
	count(excluded) > 0
	count(maintainers) >= asked
}

else := "list those who may approve, `[[maintainers]]` in relcheck.toml, in a release that fewer have to approve, such as a patch: the list counts from the next one on" if facts.anchor.tag != null

else := "list those who may approve: `[[maintainers]]` in relcheck.toml"

deny contains {
	"subject": sprintf("team %s", [params.team]),
	"message": sprintf("nobody of the team `%s` has approved it", [params.team]),
} if {
	not could_be_elsewhere
	needs_team
	count(team) > 0
	count(by_team) == 0
}

deny contains {
	"subject": person,
	"message": sprintf("`%s` approved it, and wrote all of it: that does not count", [person]),
	"level": "warn",
} if some person in approved & excluded

# The reasons why sign-offs of the candidate do not count are for those who gave them.
deny contains {
	"subject": refused.place,
	"message": sprintf("a sign-off%s does not count: %s", [by(refused), refused.reason]),
	"level": "warn",
} if {
	some refused in input.facts.sign_offs.refused
	is_approval(refused)
}

deny contains {
	"subject": refused.place,
	"message": sprintf("a review%s in %s does not count: %s", [by(refused), refused.place, refused.reason]),
	"fix": sprintf("see docs/reviews.md; record it anew: `%s`", [reviews.fix]),
	"level": "warn",
} if {
	lacks_approval
	some refused in reviews.refused
}

# Anybody may review a pull request of a public project: why that does not count matters where something
# is missing.
lacks_approval if count(counted) < asked

lacks_approval if {
	needs_team
	count(by_team) == 0
}

# The files of a commit that is nowhere here may be those of the candidate.
deny contains {
	"subject": review.place,
	"message": sprintf("the approval of %s by `%s` does not count: whether %s has the files of the candidate is not known", [review.place, review.person, commit.short(review.commit)]),
	"fix": sprintf("fetch the commit: `git fetch origin %s`", [review.commit]),
	"level": "warn",
} if {
	lacks_approval
	some review in reviews.given
	review.files == "unknown"
	not review.person in approved
}

# What was said can be withdrawn, and not be made unsaid.
deny contains {
	"subject": gone.place,
	"message": sprintf("a sign-off%s was taken out of the note that held it", [by(gone)]),
	"fix": "put it back: merge an earlier state of refs/notes/relcheck with `git notes --ref=relcheck merge -s cat_sort_uniq`",
} if {
	some gone in input.facts.sign_offs.gone
	is_approval(gone)
}

is_approval(refused) if refused.what == params.sign_off

is_approval(refused) if refused.what == null

by(refused) := sprintf(" by %s", [text.cut(refused.who, 80)]) if refused.who != null

else := ""

deny contains {
	"subject": "maintainers",
	"message": sprintf("the list of maintainers is the candidate's own: %s", [facts.anchor.own]),
	"level": "warn",
	"weakening": sprintf("the candidate's own list says who may approve it: %s", [facts.anchor.own]),
} if {
	facts.anchor.own != null
	count(maintainers) > 0
}

deny contains {
	"subject": person,
	"message": sprintf("`%s` is the only maintainer, and wrote all of it", [person]),
	"level": "warn",
	"weakening": sprintf("the only maintainer, `%s`, approved what they wrote themselves", [person]),
} if {
	count(maintainers) == 1
	some person in counted & people.wrote_all(facts, params.bots)
}

unknown contains {
	"reason": sprintf("nothing lists the maintainers%s", [unused]),
	"fix": "list them in relcheck.toml: `[[maintainers]]`, with `name` and `emails`",
} if count(maintainers) == 0

unused := sprintf(": %s", [facts.unused]) if facts.unused != null

else := ""

unknown contains {
	"reason": "the sign-offs are not in this clone, or there are none",
	"fix": sign_offs.fetched(input.facts.sign_offs, params.sign_off),
} if {
	could_be_elsewhere
	asked > 0
}

unknown contains {
	"reason": sprintf("nothing lists the team `%s`, one of whom has to approve", [params.team]),
	"fix": sprintf("name its members in relcheck.toml: `[teams]` `%s = [\"…\"]`", [params.team]),
} if {
	needs_team
	count(team) == 0
}

looked_at contains source if {
	facts.source != null
	some source in [sprintf("%s of %s", [facts.source, anchor])]
}

anchor := sprintf("`%s`", [facts.anchor.tag]) if facts.anchor.tag != null

else := "HEAD"

looked_at contains text.counted(count(counted), "approval", "approvals") if count(counted) > 0

looked_at contains sprintf("%s that nobody signed", [text.counted(count(reviews.claims), "trailer", "trailers")]) if count(reviews.claims) > 0

looked_at contains sprintf("%s of no weight", [text.counted(count(reviews.refused), "review", "reviews")]) if count(reviews.refused) > 0
