# METADATA
# title: No secret is in the repository
# description: detect-secrets ran on this commit to its end, and each secret that it found was audited as a false one, in its own report or in the baseline that git tracks.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [scans]
#   fix: "Take the secret out and revoke it, or audit it: `detect-secrets audit .secrets.baseline`; then `relcheck record -- detect-secrets scan`"
#   source:
#     - Pre-Release Checklist / Code Quality Verification / The security scanners (bandit, safety, detect-secrets) ran to their end
#     - Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.7.2], osps: [OSPS-BR-07.01]}
package relcheck.policy.quality.scan_detect_secrets

import data.relcheck.lib.evidence
import data.relcheck.lib.scans
import data.relcheck.lib.text

params := data.relcheck.params.quality.scan_detect_secrets

record := "relcheck record -- detect-secrets scan"

all := scans.of(input.facts.scans.reports, {"detect-secrets"})

# A baseline is no scan of this commit; it tells what was decided about secrets.
reports := [report | some report in all; report.evidence.binding != "tracked"]

usable := evidence.usable(reports, params.max_age_days)

# A secret by its file and digest: the line moves.
audited := {[secret.path, secret.fingerprint] |
	some report in all
	report.evidence.binding == "tracked"
	report.status == "complete"
	some secret in report.findings
	secret.secret == "false-positive"
	secret.fingerprint != null
}

found := [[report, secret] |
	some report in usable
	some secret in report.findings
	secret.secret != "false-positive"
	not [secret.path, secret.fingerprint] in audited
]

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains sprintf("a baseline with %s", [text.counted(count(audited), "audited false secret", "audited false secrets")]) if count(audited) > 0

looked_at contains hushed if some hushed in scans.quiet(reports, params)

unknown contains reason if {
	some reason in evidence.unknown(reports, "detect-secrets", params.max_age_days, record)
}

unknown contains reason if some reason in scans.unread(reports, params)

deny contains object.union(scans.finding_of(secret[0], secret[1]), {"fix": fix(secret[1])}) if some secret in found

fix(secret) := "take it out, and revoke it: whoever has a copy of the repository has it" if secret.secret == "confirmed"

else := "see whether it is one, and say so: `detect-secrets audit .secrets.baseline`"
