# METADATA
# title: No dependency is known to be vulnerable
# description: Every package of the lock files was looked up in an advisory database or by a scanner, and nothing from CVSS 7.0 on was found that is neither stated as not affecting the project nor waived; from 4.0 on it is a warning, and so is what is unmaintained. A vulnerability without a score counts as the worst. One that a list names as exploited, or as likely to be, stops the release whatever its score.
# custom:
#   stages: [pre-release, candidate, publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [recordings, vulnerabilities]
#   fix: "Take versions without the vulnerability; where it does not affect the project, state so in a VEX document (OpenVEX, CycloneDX, CSAF) with a justification"
#   source:
#     - Pre-Release Checklist / Dependency Management / Somebody looked at what the vulnerability scan found, and dealt with it
#     - Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.4.4, RV.1.1], osps: [OSPS-VM-05.03]}
package relcheck.policy.dependencies.vulnerabilities

import data.relcheck.lib.advisories
import data.relcheck.lib.evidence
import data.relcheck.lib.recordings
import data.relcheck.lib.text

params := data.relcheck.params.dependencies.vulnerabilities

facts := input.facts.vulnerabilities

not_applicable contains "the project depends on no packages" if {
	facts.packages == 0
	count(facts.unversioned) == 0
	count(facts.gaps) == 0
	count(facts.unread) == 0
	count(facts.reports) == 0
}

looked_at contains sprintf("%s of %s", [text.counted(cover.packages, "package", "packages"), cover.ecosystem]) if {
	some cover in facts.ecosystems
}

looked_at contains advisories.shown_database(database) if some database in facts.databases

looked_at contains source if some source in evidence.sources(facts.reports, params.max_age_days)

looked_at contains advisories.shown_list(list) if some list in facts.exploit_lists

looked_at contains advisories.excuse(one) if {
	some one in facts.found
	advisories.is_excused(one)
}

looked_at contains sprintf("not counted, below %s: %s", [advisories.tenths(params.warn_at), text.listed(lesser, params.max_named)]) if {
	count(lesser) > 0
}

lesser := sort({advisories.subject(one) |
	some one in counted
	one.score != null
	not is_notice(one.informational)
	not warns(one)
})

is_notice(word) if word != null

counted := [one |
	some one in facts.found
	not advisories.is_excused(one)
]

# What lists say goes before the score, and makes a vulnerability of a notice.
stops(one) if {
	params.exploited == "deny"
	advisories.is_exploited(one)
}

stops(one) if advisories.probability(one) >= params.epss_deny_at

stops(one) if {
	not is_notice(one.informational)
	advisories.weight(one.score) >= params.deny_at
}

warns(one) if stops(one)

warns(one) if advisories.is_exploited(one)

warns(one) if advisories.probability(one) >= params.epss_warn_at

warns(one) if {
	not is_notice(one.informational)
	advisories.weight(one.score) >= params.warn_at
}

unknown contains reason if some reason in recordings.due("vulnerabilities")

unknown contains reason if some reason in advisories.uncovered(facts, params.max_age_days, params.max_named)

unknown contains reason if some reason in advisories.gaps(facts, params.max_named)

unknown contains reason if some reason in advisories.unlisted(facts.exploit_lists, params.max_age_days, params.kev_max_age_days)

deny contains advisories.finding(one, null) if {
	some one in counted
	stops(one)
}

deny contains advisories.finding(one, "warn") if {
	some one in counted
	warns(one)
	not stops(one)
}

deny contains advisories.notice(one, one.informational) if {
	some one in counted
	one.informational != null
	not warns(one)
}

deny contains {
	"subject": document.path,
	"message": sprintf("`%s` states nothing: %s", [document.path, document.reason]),
	"level": "warn",
	"evidence": {},
} if {
	some document in facts.unread_statements
}

deny contains {
	"subject": advisories.subject(one),
	"message": sprintf("`%s` contradicts itself: %s", [one.id, contradiction]),
	"level": "warn",
	"evidence": {},
} if {
	some one in facts.found
	some contradiction in one.contradictions
}
