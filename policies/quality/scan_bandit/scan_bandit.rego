# METADATA
# title: bandit leaves nothing serious
# description: bandit ran on this commit to its end, with every check that may find such a thing, over every tracked Python file that is not exempt, and left no finding of at least medium severity and confidence.
# custom:
#   stages: [pre-release, candidate]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [recordings, scans]
#   fix: "Mend what it found, and run it again: `relcheck record -- bandit -r . -f json`"
#   source:
#     - Pre-Release Checklist / Code Quality Verification / The security scanners (bandit, safety, detect-secrets) ran to their end
#     - Release Candidate Process / RC Approval Criteria / The security scans found nothing that cannot be accepted
#   controls: {ssdf: [PW.7.2], osps: [OSPS-VM-06.02]}
package relcheck.policy.quality.scan_bandit

import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.recordings
import data.relcheck.lib.scans
import data.relcheck.lib.shell
import data.relcheck.lib.text

params := data.relcheck.params.quality.scan_bandit

record := "relcheck record -- bandit -r . -f json"

reports := scans.of(input.facts.scans.reports, {"bandit"})

usable := evidence.usable(reports, params.max_age_days)

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

told(report) := {sprintf("was told with %s to make some checks only", [option]) |
	some option in scans.told(report, params.narrowing)
} | {sprintf("was told to leave out %s", [named(skipped)]) |
	skipped := {check |
		some value in scans.values(report, "--skip")
		some check in checks(value)
	}
	count(skipped) > 0
} | scans.told_unseen(report)

# The checks of a list that may find what counts.
checks(value) := {check |
	some word in split(value, ",")
	check := trim_space(word)
	check != ""
	not check in params.minor
}

named(all) := text.listed([sprintf("`%s`", [check]) | some check in sort(all)], params.max_named)

# What a tracked file leaves out was decided by whoever approved the file.
set contains sprintf("bandit leaves out %s, as `%s` says", [named(skipped), place.path(settings.file)]) if {
	some report in whole
	some settings in report.settings
	skipped := {skip | some skip in settings.skips; not skip in params.minor}
	count(skipped) > 0
}

set contains sprintf("bandit makes some checks only, as `%s` says", [place.path(settings.file)]) if {
	some report in whole
	some settings in report.settings
	count(settings.tests) > 0
}

not_applicable contains "no Python file is tracked" if count(input.facts.scans.python_files) == 0

not_applicable contains sprintf("no tracked Python file has to be scanned: %s", [text.listed([sprintf("`%s`", [place.path(path)]) | some path in files], params.max_named)]) if {
	count(reports) == 0
	count(recordings.due_of({"bandit"})) == 0
	count(silent) == 0
	files := sort(input.facts.scans.python_files)
	count(files) > 0
	every path in files { scans.is_exempt(path, params) }
}

# The runs of it that left no report: somebody wants to know.
silent := [run | some run in input.facts.scans.unread; "bandit" in run.names]

looked_at contains source if some source in evidence.sources(reports, params.max_age_days)

looked_at contains hushed if some hushed in scans.quiet(reports, params)

unknown contains reason if some reason in recordings.due_of({"bandit"})

unknown contains reason if some reason in evidence.unknown(reports, "bandit", params.max_age_days, record)

unknown contains reason if some reason in scans.unread(reports, params)

unknown contains reason if some reason in scans.unlisted(reports, params)

unknown contains reason if some reason in scans.unsaid(usable, record)

unknown contains object.union(reason, {"fix": record}) if some reason in scans.narrow(usable, narrowed)

deny contains scans.finding_of(found[0], found[1]) if some found in scans.bad(reports, params)

# What one run left out another may have read.
deny contains finding if {
	left := scans.left_out(whole, params)
	some finding in scans.not_read("bandit", left, params, naming(left))
}

# It looks into folders for files of Python by their endings.
naming(left) := sprintf("relcheck record -- bandit -r . %s -f json", [concat(" ", scripts)]) if {
	scripts := [shell.quote(path) |
		some path in left
		not endswith(path, ".py")
		not endswith(path, ".pyw")
	]
	count(scripts) > 0
}

else := record

deny contains {
	"subject": "bandit",
	"message": weakening,
	"level": "warn",
	"weakening": weakening,
	"fix": "Make the checks, or have a maintainer approve the file: `relcheck explain approvals.trust_root`",
} if {
	some weakening in set
}
