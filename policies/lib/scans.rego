package relcheck.lib.scans

import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.text

# What every rule about a scanner asks: that it came to its end, for this commit, over everything it
# is there for, and what it left.

# The reports of these tools. SARIF writes their names in its own way.
of(reports, tools) := [report |
	some report in reports
	lower(report.evidence.tool) in tools
]

# What nothing may be left of.
bad(reports, params) := [[report, finding] |
	some report in evidence.usable(reports, params.max_age_days)
	some finding in report.findings
	finding.severity in params.severities
	finding.confidence in params.confidences
]

# What cannot be known, besides what the reports themselves are worth: what was not read,
unread(reports, params) := {{"reason": sprintf("`%s` does not tell of %s", [
	report.evidence.path,
	text.listed(items, params.max_named),
])} |
	some report in evidence.usable(reports, params.max_age_days)
	items := [sprintf("%s (%s)", [named(item), item.reason]) | some item in report.unscanned]
	count(items) > 0
}

# and what was not listed.
unlisted(reports, params) := {{"reason": sprintf("`%s` does not list %s of severity %s", [
	report.evidence.path,
	text.counted(hidden.count, "finding", "findings"),
	hidden.severity,
])} |
	some report in evidence.usable(reports, params.max_age_days)
	some hidden in report.unlisted
	hidden.severity in params.severities
}

named(item) := sprintf("`%s`", [place.path(item.path)]) if item.path != null

else := sprintf("`%s`", [item.package]) if item.package != null

else := "everything"

# What was not looked at, or is kept quiet inside of the sources.
quiet(reports, params) := {sprintf("%s in %s", [
	text.counted(total, sprintf("`%s`", [kind]), sprintf("`%s`", [kind])),
	text.listed(files, params.max_named),
]) |
	some report in evidence.usable(reports, params.max_age_days)
	some kind in {inline.kind | some inline in report.inline}
	total := sum([inline.count | some inline in report.inline; inline.kind == kind])
	files := sort({sprintf("`%s`", [place.path(inline.path)]) | some inline in report.inline; inline.kind == kind})
} | {sprintf("%s: %s", [
	text.counted(count(report.suppressed), "suppressed finding", "suppressed findings"),
	text.listed([text.cut(sprintf("%s (%s)", [quieted.finding.rule, quieted.why]), 60) | some quieted in report.suppressed], params.max_named),
]) |
	some report in evidence.usable(reports, params.max_age_days)
	count(report.suppressed) > 0
} | {sprintf("not looked at by its settings: %s", [text.listed(report.excluded, params.max_named)]) |
	some report in evidence.usable(reports, params.max_age_days)
	count(report.excluded) > 0
}

# The values of an option of the recorded call.
values(report, name) := {option.value |
	some option in report.options
	option.name == name
	option.value != null
}

# The options of the recorded call that are among these.
told(report, names) := {sprintf("`%s`", [option.name]) |
	some option in report.options
	option.name in names
}

# What a file told the tool that is not known, as clauses.
told_unseen(report) := {sprintf("was told more by `%s`, of which it is not known what: %s", [place.path(settings.file), settings.reason]) |
	some settings in report.settings
	settings.reason != null
}

# Why a report shows less than it seems to, as clauses.
doubts(report) := told_unseen(report) | {doubt | some doubt in report.doubts}

# The same of all usable reports of some tools, where none of them is free of it.
doubtful(reports, max_age_days) := narrow(usable, [doubts(report) | some report in usable]) if {
	usable := evidence.usable(reports, max_age_days)
}

# A report is worth less if it says why: `reasons` has clauses by the place of the report in the list.
narrow(reports, reasons) := {{"reason": sprintf("`%s` %s", [reports[index].evidence.path, reason])} |
	every clauses in reasons {
		count(clauses) > 0
	}
	some index, clauses in reasons
	some reason in clauses
}

# What tracked files no report of these was asked to read.
left_out(reports, params) := sort([path |
	some path in intersection({{left | some left in report.left_out} |
		some report in reports
		report.left_out != null
	})
	not is_exempt(path, params)
])

is_exempt(path, params) if {
	some pattern in params.exempt
	glob.match(pattern, ["/"], path)
}

not_read(tool, left, params, fix) := {{
	"subject": tool,
	"message": sprintf("it did not read %s: %s", [
		text.counted(count(left), "tracked file", "tracked files"),
		text.listed([sprintf("`%s`", [place.path(path)]) | some path in left], params.max_named),
	]),
	"fix": fix,
} |
	count(left) > 0
}

unsaid(reports, fix) := {{
	"reason": sprintf("`%s` does not say which files were read", [report.evidence.path]),
	"fix": fix,
} |
	some report in reports
	is_null(report.left_out)
}

# A finding, as rules report it.
finding_of(report, found) := {
	"subject": subject(found),
	"message": sprintf("%s%s%s, says %s: %s", [rule_of(found), spot(found), how_bad(found), report.evidence.tool, found.message]),
	"evidence": shown(found),
}

subject(found) := place.path(found.path) if found.path != null

else := found.package if found.package != null

else := found.rule

rule_of(found) := sprintf("`%s`", [found.rule]) if found.rule != ""

else := "a finding"

spot(found) := sprintf(" in `%s`", [found.package]) if found.package != null

else := sprintf(" at %s", [place.at(found.path, found.line)]) if {
	found.path != null
	found.line != null
}

else := sprintf(" in `%s`", [place.path(found.path)]) if found.path != null

else := ""

how_bad(found) := sprintf(" (%s)", [found.severity]) if found.severity != "unknown"

else := ""

shown(found) := place.evidence(found.path, found.line) if {
	found.path != null
	found.line != null
}

else := {"file": place.path(found.path)} if found.path != null

else := {}
