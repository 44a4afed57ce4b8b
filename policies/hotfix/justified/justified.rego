# METADATA
# title: An incident justifies the hotfix
# description: A record of an incident, in git below `incidents/`, names this release as what repairs it, and one of the causes that justify a hotfix - a vulnerability whose CVSS vector scores 7.0 or more, loss of data, a disruption of the service, or a rule from outside.
# custom:
#   stages: [pre-release]
#   types: [hotfix]
#   level: deny
#   needs: [incidents]
#   fix: "Write down what happened: incidents/<id>.toml, with `id`, `title`, `cause`, `release` and `discovered`; or take the way of a patch release"
#   source:
#     - Emergency Release Process / Hotfix Criteria / Security
#     - Emergency Release Process / Hotfix Criteria / Data loss
#     - Emergency Release Process / Hotfix Criteria / Service disruption
#     - Emergency Release Process / Hotfix Criteria / Law or compliance
#   controls: {ssdf: [RV.2.2]}
package relcheck.policy.hotfix.justified

import data.relcheck.lib.advisories
import data.relcheck.lib.evidence
import data.relcheck.lib.text

params := data.relcheck.params.hotfix.justified

facts := input.facts.incidents

own := [record |
	some record in facts.records
	record.release == input.release.version.text
]

is_justified(record) if {
	record.cause in params.causes
	record.cause != "security"
}

is_justified(record) if {
	record.cause == "security"
	"security" in params.causes
	record.score != null
	record.score >= params.min_score
}

justifying := [record |
	some record in own
	is_justified(record)
	not is_ahead(record)
]

# Nobody has discovered it yet.
is_ahead(record) if record.discovered > input.clock.seconds + evidence.tolerance

deny contains {
	"subject": "incident",
	"message": sprintf("no incident record names the release %s", [input.release.version.text]),
} if {
	count(own) == 0
	count(facts.unread) == 0
}

deny contains {
	"subject": record.id,
	"message": sprintf("it was discovered in the future: %s", [text.cut(record.title, 80)]),
	"fix": "mend `discovered` in the record, or the clock",
	"evidence": {"file": record.path, "line": 1},
} if {
	count(justifying) == 0
	some record in own
	is_ahead(record)
}

deny contains {
	"subject": record.id,
	"message": sprintf("`%s` is no cause that justifies a hotfix: %s", [record.cause, text.cut(record.title, 80)]),
	"evidence": {"file": record.path, "line": 1},
} if {
	count(justifying) == 0
	some record in own
	not record.cause in params.causes
}

deny contains {
	"subject": record.id,
	"message": sprintf("the vulnerability scores %s, and %s justifies a hotfix: %s", [advisories.tenths(record.score), advisories.tenths(params.min_score), text.cut(record.title, 80)]),
	"evidence": {"file": record.path, "line": 1},
} if {
	count(justifying) == 0
	some record in own
	record.cause == "security"
	record.score != null
	record.score < params.min_score
}

deny contains {
	"subject": record.id,
	"message": sprintf("the vulnerability has no CVSS vector: %s", [text.cut(record.title, 80)]),
	"fix": "rate it, and write the vector into the record: `cvss`",
	"evidence": {"file": record.path, "line": 1},
} if {
	count(justifying) == 0
	some record in own
	record.cause == "security"
	is_null(record.score)
}

unknown contains {
	"reason": sprintf("`%s` cannot be read: %s", [record.path, record.reason]),
	"fix": "mend the record",
} if {
	count(justifying) == 0
	some record in facts.unread
}

looked_at contains sprintf("%s (%s): %s", [record.id, record.cause, text.cut(record.title, 80)]) if some record in justifying
