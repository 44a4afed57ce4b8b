# METADATA
# title: Every other scanner leaves nothing serious
# description: Each further scanner that the project asks for, or that was recorded (semgrep, gitleaks, trivy, CodeQL and whatever else writes SARIF), came to its end on this commit and left nothing of at least medium severity, or of none that it knows.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [recordings, scans]
#   fix: "Mend what it found, and run it again: `relcheck record -- SCANNER …`"
#   source: Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.7.2]}
package relcheck.policy.quality.scan_other

import data.relcheck.lib.ecosystem
import data.relcheck.lib.evidence
import data.relcheck.lib.recordings
import data.relcheck.lib.scans
import data.relcheck.lib.shell

params := data.relcheck.params.quality.scan_other

# Those that have a rule of their own.
elsewhere := {"bandit", "safety", "pip-audit", "detect-secrets"}

required := {lower(tool) | some tool in params.required}

# What just lies there is nobody's word about this commit, unless it is asked for. What was recorded is: for
# another commit it does not count, and says that the scanner is one of this project's.
reports := [report |
	some report in input.facts.scans.reports
	tool := lower(report.evidence.tool)
	not tool in elsewhere
	matters(report, tool)
]

matters(report, _) if report.evidence.commit != null

matters(report, _) if count(report.evidence.command) > 0

matters(_, tool) if tool in required

# Several reports of one tool count each.
tools := {lower(report.evidence.tool) | some report in reports} | required

not_applicable contains "no further scanner is asked for, and none was recorded" if {
	count(tools) == 0
	count(silent) == 0
	count(unrecorded) == 0
}

# The configured ones of which there is no evidence.
unrecorded := recordings.due_others(params.scanners, elsewhere)

# The recorded commands of scanners of whose findings nothing is known, by the scanner.
silent contains [scanner, run] if {
	some run in input.facts.scans.unread
	some scanner in params.scanners
	scanner in run.names
	not passed(run)
	not heard_later(scanner, run)
}

# One step of a command that was recorded for something else, and came to its end.
passed(run) if {
	run.other
	run.exit_status == 0
}

# SARIF has longer names: `Snyk Open Source`.
heard_later(scanner, run) if {
	some report in evidence.usable(reports, params.max_age_days)
	startswith(lower(report.evidence.tool), split(scanner, " ")[0])
	report.evidence.generated_at != null
	report.evidence.generated_at >= run.finished
}

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains hushed if some hushed in scans.quiet(reports, params)

unknown contains reason if some reason in unrecorded

unknown contains reason if {
	some tool in tools
	some reason in evidence.unknown(scans.of(reports, {tool}), tool, params.max_age_days, again(tool))
}

# What was recorded is run once more; of files to be kept the record does not tell.
again(tool) := min(commands) if {
	commands := {sprintf("relcheck record -- %s", [words]) |
		some report in scans.of(reports, {tool})
		endswith(report.evidence.path, ".stdout")
		words := concat(" ", [shell.quote(word) | some word in report.evidence.command])
	}
	count(commands) > 0
}

else := "relcheck record -- SCANNER …"

unknown contains {
	"reason": sprintf("`%s` was recorded (`%s`)%s, and left no report that relcheck reads", [scanner, run.path, ended(run)]),
	"fix": sprintf("record it again, in a format that is read: %s", [in_a_format(scanner)]),
} if {
	some [scanner, run] in silent
}

ended(run) := "" if run.exit_status == 0

else := ", was ended by a signal" if run.exit_status == null

else := sprintf(", ended with the exit status %d", [run.exit_status])

in_a_format(scanner) := words if {
	some entry in params.formats
	words := ecosystem.after(entry, {scanner})
}

else := concat("; or ", [words | some entry in params.formats; words := ecosystem.after(entry, {"any"})])

unknown contains object.union(reason, {"fix": again(tool)}) if {
	some tool in tools
	some reason in scans.doubtful(scans.of(reports, {tool}), params.max_age_days)
}

unknown contains reason if some reason in scans.unread(reports, params)

unknown contains reason if some reason in scans.unlisted(reports, params)

deny contains scans.finding_of(found[0], found[1]) if some found in scans.bad(reports, params)
