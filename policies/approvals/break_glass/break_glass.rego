# METADATA
# title: What is left out in an emergency is signed for, and made up for
# description: A hotfix may go out with findings of rules that its incident record names below `[break_glass]`, if two maintainers sign that for this very commit. It is used up by that one release, and until what was left out is made up for, no other release goes out. What is unknown cannot be left out, and a record that left something out cannot be taken away.
# custom:
#   stages: [pre-release, candidate, publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [break_glass, repository, sign_offs]
#   fix: "Make up for what was left out, and write when into the incident record: `closed`, below `[break_glass]`"
#   source: Emergency Release Process / Emergency Procedures / Release
#   controls: {ssdf: [PO.2.1, RV.2.2]}
package relcheck.policy.approvals.break_glass

import data.relcheck.lib.people
import data.relcheck.lib.sign_offs
import data.relcheck.lib.text

params := data.relcheck.params.approvals.break_glass

facts := input.facts.break_glass

own := [record |
	some record in facts.records
	is_own(record)
]

is_own(record) if {
	record.release == input.release.version.text
	not record.gone
	not is_out(record.release)
}

# A release that has a tag on another commit is out: what let it through is used up.
is_out(release) if {
	some tag in input.facts.repository.tags
	tag.kind == "final"
	release in {tag.version.text, tag.version.normal}
	tag.commit != input.facts.repository.head.commit
}

# A record that is made up for may be taken away.
is_closed(record) if {
	not is_null(record.closed)
	record.closed <= input.clock.seconds
	not was_closed_too_early(record)
}

# What a release leaves out cannot be made up for while it is still going out.
was_closed_too_early(record) if {
	some tag in input.facts.repository.tags
	tag.kind == "final"
	record.release in {tag.version.text, tag.version.normal}
	tag.time != null
	record.closed < tag.time
}

# The maintainers who have signed for this commit, and for none with the same files.
signed := {sign_off.person |
	some sign_off in people.given(input.facts.sign_offs, params.sign_off)
	sign_off.maintainer
	sign_off.commit == input.facts.repository.head.commit
}

# One person alone is never enough.
required := max([params.maintainers, 2])

in_force if {
	input.release.type == "hotfix"
	count(signed) >= required
}

left_out(record) := text.listed([sprintf("`%s`", [rule]) | some rule in record.rules], 5)

follow_up(record) := text.cut(record.follow_up, 120)

deny contains {
	"subject": record.id,
	"message": sprintf("%s goes out without %s, and that is not made up for: %s", [record.release, left_out(record), follow_up(record)]),
	"evidence": {"file": record.path, "line": 1},
} if {
	some record in facts.records
	not is_own(record)
	not record.gone
	not is_closed(record)
}

deny contains {
	"subject": record.id,
	"message": sprintf("%s went out without %s, and the record of it is gone: `%s`", [record.release, left_out(record), record.path]),
	"fix": sprintf("put `%s` back as the previous release has it, and write into it what has become of %s", [record.path, follow_up(record)]),
} if {
	some record in facts.records
	record.gone
	not is_closed(record)
}

deny contains {
	"subject": record.id,
	"message": sprintf("%s is let through, as %s have signed: %s", [left_out(record), text.listed(people.quoted(signed), 5), follow_up(record)]),
	"level": "warn",
	"weakening": sprintf("%s goes out without %s, under a break-glass sign-off by %s: %s", [record.release, left_out(record), text.listed(people.quoted(signed), 5), follow_up(record)]),
	"evidence": {"file": record.path, "line": 1},
} if {
	in_force
	some record in own
}

deny contains {
	"subject": record.id,
	"message": sprintf("it lets nothing through: %s", [reason]),
	"level": "warn",
	"fix": sprintf("once all is committed, two maintainers say so for that commit: `relcheck sign-off %s --for-version %s`, then `git push origin refs/notes/relcheck`", [params.sign_off, record.release]),
	"evidence": {"file": record.path, "line": 1},
} if {
	not in_force
	some record in own
	reason := void
}

deny contains {
	"subject": record.id,
	"message": sprintf("`%s` cannot be left out", [rule]),
	"level": "warn",
	"evidence": {"file": record.path, "line": 1},
} if {
	some record in own
	some rule in record.rules
	rule in params.never
}

deny contains problem if {
	count(own) > 0
	some problem in sign_offs.problems(input.facts.sign_offs, params.sign_off)
}

void := "this is no hotfix" if input.release.type != "hotfix"

else := "the sign-offs are not in this clone, or there are none" if not input.facts.sign_offs.notes

else := sprintf("%d of %d maintainers have signed for this commit", [count(signed), required])

unknown contains {
	"reason": sprintf("`%s` cannot be read: %s", [record.path, record.reason]),
	"fix": "mend the record",
} if {
	some record in facts.unread
}

looked_at contains sprintf("%s (%s) left out %s: made up for", [record.id, record.release, left_out(record)]) if {
	some record in facts.records
	is_closed(record)
}
