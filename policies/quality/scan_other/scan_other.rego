# METADATA
# title: Every other scanner leaves nothing serious
# description: Each further scanner that the project asks for, or that was recorded for this commit (semgrep, gitleaks, trivy, CodeQL and whatever else writes SARIF), came to its end and left nothing of at least medium severity, or of none that it knows.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [scans]
#   fix: "Mend what it found, and run it again: `relcheck record -- SCANNER …`"
#   source: Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.7.2]}
package relcheck.policy.quality.scan_other

import data.relcheck.lib.evidence
import data.relcheck.lib.scans

params := data.relcheck.params.quality.scan_other

# Those that have a rule of their own.
elsewhere := {"bandit", "safety", "pip-audit", "detect-secrets"}

required := {lower(tool) | some tool in params.required}

# What just lies there is nobody's word about this commit, unless it is asked for.
reports := [report |
	some report in input.facts.scans.reports
	tool := lower(report.evidence.tool)
	not tool in elsewhere
	matters(report, tool)
]

matters(report, _) if report.evidence.commit != null

matters(_, tool) if tool in required

# Several reports of one tool count each.
tools := {lower(report.evidence.tool) | some report in reports} | required

not_applicable contains "no further scanner is asked for, and none was recorded" if count(tools) == 0

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains hushed if some hushed in scans.quiet(reports, params)

unknown contains reason if {
	some tool in tools
	some reason in evidence.unknown(scans.of(reports, {tool}), tool, params.max_age_days, "relcheck record -- SCANNER …")
}

unknown contains reason if some reason in scans.unread(reports, params)

unknown contains reason if some reason in scans.unlisted(reports, params)

deny contains scans.finding_of(found[0], found[1]) if some found in scans.bad(reports, params)
