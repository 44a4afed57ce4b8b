# METADATA
# title: No package in use is known to be vulnerable
# description: safety or pip-audit ran on this commit to its end, over at least one package, and left no vulnerability of at least medium severity, or of none that it knows.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [recordings, scans]
#   fix: "Take versions without the vulnerability, and run it again: `relcheck record -- pip-audit -f json`"
#   source:
#     - Pre-Release Checklist / Code Quality Verification / The security scanners (bandit, safety, detect-secrets) ran to their end
#     - Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.4.1], osps: [OSPS-VM-05.03]}
package relcheck.policy.quality.scan_safety

import data.relcheck.lib.evidence
import data.relcheck.lib.recordings
import data.relcheck.lib.scans
import data.relcheck.lib.text

params := data.relcheck.params.quality.scan_safety

record := "relcheck record -- pip-audit -f json"

reports := scans.of(input.facts.scans.reports, {"safety", "pip-audit"})

not_applicable contains "no Python file is tracked" if count(input.facts.scans.python_files) == 0

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains text.counted(report.packages, "package", "packages") if {
	some report in evidence.usable(reports, params.max_age_days)
	report.packages != null
}

looked_at contains hushed if some hushed in scans.quiet(reports, params)

unknown contains reason if some reason in recordings.due_of({"safety", "pip-audit"})

unknown contains reason if {
	some reason in evidence.unknown(reports, "safety or pip-audit", params.max_age_days, record)
}

unknown contains object.union(reason, {"fix": record}) if {
	some reason in scans.doubtful(reports, params.max_age_days)
}

unknown contains object.union(reason, {"fix": params.skipped}) if some reason in scans.unread(reports, params)

unknown contains reason if some reason in scans.unlisted(reports, params)

unknown contains {
	"reason": sprintf("`%s` looked up no package", [report.evidence.path]),
	"fix": record,
} if {
	some report in evidence.usable(reports, params.max_age_days)
	report.packages != null
	report.packages == 0
}

deny contains scans.finding_of(found[0], found[1]) if some found in scans.bad(reports, params)
