package relcheck.lib.evidence

# Which reports can be believed, and what is wrong with the others.

# Clocks of two machines differ by a little.
tolerance := 300

# The reports that speak of this commit, and of which nothing is wrong.
usable(reports, max_age_days) := [report |
	some report in reports
	not is_flawed(report, max_age_days)
]

is_flawed(report, max_age_days) if count(flaws(report, max_age_days)) > 0

# Why nothing, or not all, is known: a report that speaks of this commit counts even if it proves
# nothing; others do only where there is no better one.
unknown(reports, what, max_age_days, fix) := {{
	"reason": sprintf("there is no report of %s", [what]),
	"fix": fix,
} |
	count(reports) == 0
} | {{"reason": sprintf("`%s` %s", [report.evidence.path, flaw]), "fix": fix} |
	some report in believable(reports, max_age_days)
	some flaw in flaws(report, max_age_days)
}

believable(reports, max_age_days) := [report |
	some report in reports
	report.evidence.commit != null
] if {
	count(usable(reports, max_age_days)) > 0
}

else := reports

# What is wrong with a report, as clauses that follow its name.
flaws(report, max_age_days) := {flaw |
	not report.evidence.binding in {"recorded", "fetched"}
	flaw := sprintf("does not count: %s", [text_of(report.evidence.binding_reason, "nothing shows which commit it speaks of")])
} | {flaw |
	report.status != "complete"
	flaw := sprintf("does not count: %s", [text_of(report.reason, report.status)])
} | {"does not say when it was made" |
	report.evidence.generated_at == null
} | {"is from the future: the clocks do not agree" |
	report.evidence.generated_at != null
	report.evidence.generated_at > input.clock.seconds + tolerance
} | {flaw |
	report.evidence.generated_at != null
	input.clock.seconds - report.evidence.generated_at > max_age_days * 86400
	flaw := sprintf("is more than %d days old", [max_age_days])
}

text_of(reason, _) := reason if reason != null

text_of(reason, otherwise) := otherwise if reason == null

# What was looked at, for people to read.
sources(reports, max_age_days) := {sprintf("`%s` (%s)", [report.evidence.path, report.evidence.tool]) |
	some report in usable(reports, max_age_days)
}
