# METADATA
# title: bandit leaves nothing serious
# description: bandit ran on this commit to its end, over every tracked Python file that is not exempt, and left no finding of at least medium severity and confidence.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [scans]
#   fix: "Mend what it found, and run it again: `relcheck record -- bandit -r . -f json`"
#   source:
#     - Pre-Release Checklist / Code Quality Verification / The security scanners (bandit, safety, detect-secrets) ran to their end
#     - Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.7.2], osps: [OSPS-VM-06.02]}
package relcheck.policy.quality.scan_bandit

import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.scans
import data.relcheck.lib.text

params := data.relcheck.params.quality.scan_bandit

record := "relcheck record -- bandit -r . -f json"

reports := scans.of(input.facts.scans.reports, {"bandit"})

usable := evidence.usable(reports, params.max_age_days)

is_exempt(path) if {
	some pattern in params.exempt
	glob.match(pattern, ["/"], path)
}

# What one run left out another may have read.
left_out := sort([path | some path in intersection(unread); not is_exempt(path)])

unread := {{left | some left in report.left_out} |
	some report in usable
	report.left_out != null
}

not_applicable contains "no Python file is tracked" if input.facts.scans.python_files == 0

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains hushed if some hushed in scans.quiet(reports, params)

unknown contains reason if some reason in evidence.unknown(reports, "bandit", params.max_age_days, record)

unknown contains reason if some reason in scans.unread(reports, params)

unknown contains reason if some reason in scans.unlisted(reports, params)

unknown contains {
	"reason": sprintf("`%s` does not say which files were read", [report.evidence.path]),
	"fix": record,
} if {
	some report in usable
	is_null(report.left_out)
}

deny contains scans.finding_of(found[0], found[1]) if some found in scans.bad(reports, params)

deny contains {
	"subject": "bandit",
	"message": sprintf("it did not read %s: %s", [
		text.counted(count(left_out), "tracked file", "tracked files"),
		text.listed([sprintf("`%s`", [place.path(path)]) | some path in left_out], params.max_named),
	]),
	"fix": record,
} if {
	count(left_out) > 0
}
