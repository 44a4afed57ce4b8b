# METADATA
# title: No secret is in the repository
# description: detect-secrets ran on this commit to its end, with all of its plugins over every tracked file that is not exempt, and each secret that it found was audited as a false one, in the baseline that git tracks.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [recordings, scans]
#   fix: "Take the secret out and revoke it, or audit it: `detect-secrets scan > .secrets.baseline && detect-secrets audit .secrets.baseline` (where there is a baseline: `scan --baseline .secrets.baseline`), answer `y` to what is none, and commit the baseline; then `relcheck record -- detect-secrets scan`"
#   source:
#     - Pre-Release Checklist / Code Quality Verification / The security scanners (bandit, safety, detect-secrets) ran to their end
#     - Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.7.2], osps: [OSPS-BR-07.01]}
package relcheck.policy.quality.scan_detect_secrets

import data.relcheck.lib.evidence
import data.relcheck.lib.recordings
import data.relcheck.lib.scans
import data.relcheck.lib.shell
import data.relcheck.lib.text

params := data.relcheck.params.quality.scan_detect_secrets

record := "relcheck record -- detect-secrets scan"

all := scans.of(input.facts.scans.reports, {"detect-secrets"})

# A baseline is no scan of this commit; it tells what was decided about secrets.
reports := [report | some report in all; report.evidence.binding != "tracked"]

usable := evidence.usable(reports, params.max_age_days)

# What git tracks and nobody recorded: what was decided about secrets.
kept := [report |
	some report in all
	report.evidence.binding == "tracked"
	report.status == "complete"
]

# Whose changes somebody has to approve, by their names: any other file would let a candidate speak its own
# secrets free.
watched := sprintf("{%s}", [concat(",", params.baselines)])

baselines := [report | some report in kept; is_watched(report.evidence.path)]

is_watched(path) if {
	parts := split(path, "/")
	glob.match(watched, null, parts[count(parts) - 1])
}

# A secret by its file and digest: the line moves.
audited := {[quieted.finding.path, quieted.finding.fingerprint] |
	some report in baselines
	some quieted in report.suppressed
	quieted.finding.secret == "false-positive"
	quieted.finding.fingerprint != null
} - {[secret.path, secret.fingerprint] |
	some report in baselines
	some secret in report.findings
	secret.secret == "confirmed"
}

# What each run was told not to look for, as clauses.
narrowed := [reasons |
	some report in usable
	reasons := told(report)
]

# One run that was not told such a thing is enough.
whole := [report |
	some index, report in usable
	count(narrowed[index]) == 0
]

told(report) := {sprintf("was told with %s not to report every secret", [option]) |
	some option in scans.told(report, params.narrowing)
} | {sprintf("was made without %s", [text.listed([sprintf("`%s`", [plugin]) | some plugin in sort(without)], params.max_named)]) |
	without := missing(report) | disabled(report)
	count(without) > 0
} | {sprintf("leaves out every line: `%s`", [excluded]) |
	some excluded in hidden(report)
	leaves_nothing(split(excluded, ": ")[1])
}

missing(report) := {plugin |
	report.checks != null
	some plugin in params.plugins
	not plugin in report.checks
	not plugin in params.unneeded
}

disabled(report) := {plugin |
	some plugin in scans.values(report, "--disable-plugin")
	not plugin in params.unneeded
}

# Expressions for lines and secrets that do not count.
hidden(report) := {excluded |
	some excluded in report.excluded
	some start in params.hiding
	startswith(excluded, start)
}

leaves_nothing(pattern) if not regex.is_valid(pattern)

leaves_nothing(pattern) if {
	regex.is_valid(pattern)
	every line in params.probes {
		regex.match(pattern, line)
	}
}

weakenings contains sprintf("detect-secrets leaves out what `%s` matches", [excluded]) if {
	some report in whole
	some excluded in hidden(report)
}

weakenings contains sprintf("detect-secrets was told %s", [option]) if {
	some report in whole
	some option in scans.told(report, params.loosening)
}

# What a report itself calls no secret it was told by some baseline: that of git counts alone.
found := [[report, secret] |
	some report in usable
	some secret in array.concat(report.findings, [quieted.finding |
		some quieted in report.suppressed
		quieted.finding.secret == "false-positive"
	])
	not [secret.path, secret.fingerprint] in audited
]

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains sprintf("a baseline with %s", [text.counted(count(audited), "audited false secret", "audited false secrets")]) if count(audited) > 0

looked_at contains hushed if some hushed in scans.quiet(reports, params)

unknown contains reason if some reason in recordings.due_of({"detect-secrets"})

unknown contains reason if {
	some reason in evidence.unknown(reports, "detect-secrets", params.max_age_days, record)
}

unknown contains reason if some reason in scans.unread(reports, params)

unknown contains reason if some reason in scans.unsaid(usable, record)

unknown contains object.union(reason, {"fix": record}) if some reason in scans.narrow(usable, narrowed)

# What one run left out another may have read.
deny contains finding if {
	some finding in scans.not_read("detect-secrets", scans.left_out(whole, params), params, record)
}

deny contains {
	"subject": "detect-secrets",
	"message": weakening,
	"level": "warn",
	"weakening": weakening,
	"fix": record,
} if {
	some weakening in weakenings
}

deny contains {
	"subject": report.evidence.path,
	"message": sprintf(
		"what `%s` says of secrets does not count: its changes take nobody's approval",
		[report.evidence.path],
	),
	"level": "warn",
	"fix": sprintf(
		"git mv %s .secrets.baseline",
		[shell.quote(report.evidence.path)],
	),
} if {
	some report in kept
	not is_watched(report.evidence.path)
	count(report.suppressed) > 0
}

deny contains object.union(scans.finding_of(secret[0], secret[1]), {"fix": fix(secret[1])}) if some secret in found

fix(secret) := "take it out, and revoke it: whoever has a copy of the repository has it" if secret.secret == "confirmed"

else := sprintf("see whether it is one, and say so: `%s`, answer `y` to what is none, commit `%s`, and `%s`", [audit, baseline, record])

# Where the baseline is kept, or would be.
baseline := min({report.evidence.path | some report in baselines}) if count(baselines) > 0

else := ".secrets.baseline"

# A new baseline would not know what was audited before.
audit := sprintf("detect-secrets scan --baseline %s && detect-secrets audit %s", [shell.quote(baseline), shell.quote(baseline)]) if count(baselines) > 0

else := sprintf("detect-secrets scan > %s && detect-secrets audit %s", [baseline, baseline])
