# METADATA
# title: No release votes for itself
# description: Whatever was changed since the previous release about who and what decides (people, keys, policies, thresholds, waivers, scanners, baselines) was approved by maintainers whom that release lists. An approval of the candidate covers it, since it covers all files. Who alone wrote a change does not approve it; a change of people or keys takes two, where the list has two.
# custom:
#   stages: [pre-release, candidate, publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [people, sign_offs, trust_root]
#   fix: "Have it approved by a maintainer of the previous release who did not write it: `relcheck sign-off trust-root`, then `git push origin refs/notes/relcheck`"
#   source: Release Types / Patch Releases / Approval
#   controls: {ssdf: [PO.2.1, PS.1.1], osps: [OSPS-QA-07.01]}
package relcheck.policy.approvals.trust_root

import data.relcheck.lib.people
import data.relcheck.lib.sign_offs
import data.relcheck.lib.text

params := data.relcheck.params.approvals.trust_root

root := input.facts.trust_root

lists := input.facts.people

maintainers := people.names(lists)

programs := people.bots(lists, params.bots)

names := {
	"configuration": "configuration",
	"waivers": "waivers",
	"keys": "keys of people",
	"revocations": "revoked keys",
	"maintainers": "list of maintainers",
	"codeowners": "owners of code",
	"mailmap": "who is who",
	"policies": "policies",
	"vex": "statements on vulnerabilities",
	"baseline": "baseline",
	"gate": "workflow that runs relcheck",
}

words := {"added": "is new", "changed": "was changed", "removed": "is gone"}

# What decides, of all that was changed, with what it is.
changes contains {"change": change, "is": names[change.read_as]} if some change in root.changed

changes contains {"change": change, "is": "settings of a tool"} if {
	some change in root.changed
	not names[change.read_as]
	change.path in of_tools
}

tool_names := sprintf("**/{%s}", [concat(",", params.names)])

# Of thousands of files that were changed, those that are settings of tools: by name, by folder, and by
# the part that differs, where that can be told.
of_tools := ({change.path |
	some change in root.changed
	glob.match(tool_names, ["/"], concat("", ["/", change.path]))
} | {change.path |
	some change in root.changed
	some folder in split(change.path, "/")
	folder in params.folders
}) | {change.path |
	some change in root.changed
	some part in change.parts
	part in array.concat(params.parts, ["*"])
}

is_of_people(change) if change.read_as in {"keys", "maintainers", "mailmap"}

is_of_people(change) if {
	change.read_as == "configuration"
	count(root.people) > 0
}

asked(change) := min([params.people, count(maintainers)]) if is_of_people(change)

else := params.required

kinds := {params.sign_off} | {kind | some kind in params.covered_by}

approved := {sign_off.person |
	some kind in kinds
	some sign_off in people.given(input.facts.sign_offs, kind)
} & maintainers

# Who wrote a change alone has no second pair of eyes on it, unless nobody else is on the list.
alone(change) := people.wrote_all_of(change.commits, programs) if count(maintainers) > 1

else := set()

others(change) := approved - alone(change)

is_approved(change) if {
	count(approved) >= asked(change)
	count(others(change)) >= min([params.required, asked(change)])
}

# Until a release has a list, nobody else can judge what its own says.
is_own if lists.anchor.own != null

# Whether more approvals could be in notes that this clone does not have.
could_be_elsewhere if not input.facts.sign_offs.notes

is_decided if {
	not is_own
	not could_be_elsewhere
	count(maintainers) > 0
}

said(one) := sprintf("`%s` (%s) %s since `%s`", [one.change.path, one["is"], words[one.change.change], root.since])

deny contains {
	"subject": one.change.path,
	"message": sprintf("%s: %s", [said(one), lacking(one.change)]),
	"evidence": {"file": one.change.path},
} if {
	is_decided
	some one in changes
	not is_approved(one.change)
}

lacking(change) := sprintf("no approval of %d", [asked(change)]) if count(approved) == 0

else := sprintf("%s of %d, by %s", [
	text.counted(count(approved), "approval", "approvals"),
	asked(change),
	text.listed(people.quoted(approved), 5),
]) if count(approved) < asked(change)

else := sprintf("approved by %s, who wrote it alone", [text.listed(people.quoted(approved), 5)])

deny contains {
	"subject": one.change.path,
	"message": sprintf("%s, approved by %s", [said(one), text.listed(people.quoted(approved), 5)]),
	"level": "warn",
	"evidence": {"file": one.change.path},
} if {
	is_decided
	some one in changes
	is_approved(one.change)
}

deny contains {
	"subject": one.change.path,
	"message": said(one),
	"level": "warn",
	"evidence": {"file": one.change.path},
} if {
	is_own
	some one in changes
}

deny contains {
	"subject": change.who,
	"message": sprintf("`%s` %s", [change.who, change.what]),
	"level": "warn",
} if some change in root.people

deny contains {
	"subject": person,
	"message": sprintf("`%s` is the only maintainer, and approved what they changed themselves", [person]),
	"level": "warn",
	"weakening": sprintf("the only maintainer, `%s`, approved their own change of who and what decides", [person]),
} if {
	is_decided
	count(maintainers) == 1
	some one in changes
	some person in approved & people.wrote_all_of(one.change.commits, programs)
}

deny contains {
	"subject": "maintainers",
	"message": sprintf("no earlier list judges who and what decides: %s", [lists.anchor.own]),
	"level": "warn",
	"weakening": sprintf("the candidate's own list says who and what decides: %s", [lists.anchor.own]),
} if {
	is_own
	count(maintainers) > 0
}

deny contains {
	"subject": root.anchor.tag,
	"message": sprintf("no maintainer has signed the tag `%s`, whose lists count: %s", [root.anchor.tag, root.anchor.reason]),
	"fix": "sign the tags of releases: `git tag --sign`",
	"level": "warn",
	"weakening": sprintf("the tag `%s`, whose lists count, is not signed by a maintainer: %s", [root.anchor.tag, root.anchor.reason]),
} if {
	not is_own
	count(maintainers) > 0
	root.anchor.reason != null
}

# Sign-offs of this kind only: the others are another rule's.
deny contains {
	"subject": refused.place,
	"message": sprintf("a sign-off of a change does not count: %s", [refused.reason]),
	"level": "warn",
} if {
	some refused in input.facts.sign_offs.refused
	refused.what == params.sign_off
}

deny contains {
	"subject": gone.place,
	"message": "a sign-off of a change was taken out of the note that held it",
	"fix": "put it back: merge an earlier state of refs/notes/relcheck with `git notes --ref=relcheck merge -s cat_sort_uniq`",
} if {
	some gone in input.facts.sign_offs.gone
	gone.what == params.sign_off
}

unknown contains {
	"reason": "nothing lists the maintainers",
	"fix": "list them in relcheck.toml: `[[maintainers]]`, with `name` and `emails`",
} if count(maintainers) == 0

unknown contains {
	"reason": "the sign-offs are not in this clone, or there are none",
	"fix": sign_offs.fetched(input.facts.sign_offs, params.sign_off),
} if {
	not is_own
	could_be_elsewhere
	count(changes) > 0
}

looked_at contains sprintf("%s since `%s`", [text.counted(count(root.changed), "changed file", "changed files"), root.since]) if root.since != null

looked_at contains sprintf("`%s`, signed by `%s`", [root.anchor.tag, root.anchor.signer]) if root.anchor.signer != null
