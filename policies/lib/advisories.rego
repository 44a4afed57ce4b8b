package relcheck.lib.advisories

import data.relcheck.lib.days
import data.relcheck.lib.evidence
import data.relcheck.lib.place
import data.relcheck.lib.text

# What is known of vulnerable packages, and by whom.

# Without a score it is the worst.
weight(score) := score if score != null

else := 101

tenths(number) := sprintf("%d.%d", [floor(number / 10), number % 10])

subject(one) := sprintf("%s in %s %s", [one.id, one.name, one.version])

# The latest statement decides. That it does not affect the project takes a reason.
is_excused(one) if one.statements[0].status == "fixed"

is_excused(one) if {
	one.statements[0].status == "not-affected"
	reason_of(one.statements[0]) != ""
}

excuse(one) := sprintf("%s: %s%s, says `%s`%s", [
	subject(one),
	replace(one.statements[0].status, "-", " "),
	in_parentheses(reason_of(one.statements[0])),
	place.path(one.statements[0].path),
	urgency(one),
])

# A list has it as exploited.
is_exploited(one) if count(one.exploited) > 0

# How probable it is that it will be, in hundred-thousandths; 0 where no list has it.
probability(one) := one.predicted[0].probability if count(one.predicted) > 0

else := 0

# What lists say of it.
urgency(one) := sprintf("%s%s", [known_exploit(one), prediction(one)])

known_exploit(one) := sprintf(", known to be exploited%s (`%s`)", [in_ransomware(one), one.exploited[0].path]) if {
	is_exploited(one)
}

else := ""

in_ransomware(one) := " in ransomware campaigns" if {
	some entry in one.exploited
	entry.in_ransomware
}

else := ""

prediction(one) := sprintf(", EPSS %s %%", [percent(one.predicted[0].probability)]) if count(one.predicted) > 0

else := ""

# Hundred-thousandths in percent.
percent(number) := sprintf("%d.%s", [floor(number / 1000), substring(sprintf("%d", [1000 + (number % 1000)]), 1, 3)])

in_parentheses(reason) := sprintf(" (%s)", [reason]) if reason != ""

else := ""

reason_of(statement) := statement.justification if statement.justification != null

else := statement.note if statement.note != null

else := ""

# A vulnerability, as rules report it.
finding(one, level) := object.union(leveled(level), {
	"subject": subject(one),
	"message": sprintf("`%s`%s in `%s %s`: %s%s%s%s", [
		one.id,
		also(one),
		one.name,
		one.version,
		scored(one),
		urgency(one),
		told(one.summary),
		stated(one),
	]),
	"fix": way_out(one),
	"evidence": shown(one),
})

# What is no vulnerability, and still a reason to look.
notice(one, word) := {
	"subject": subject(one),
	"message": sprintf("`%s %s` is %s: `%s`%s", [one.name, one.version, word, one.id, told(one.summary)]),
	"level": "warn",
	"evidence": shown(one),
} if {
	word != null
}

leveled(level) := {"level": level} if level != null

else := {}

also(one) := sprintf(" (%s)", [concat(", ", names)]) if {
	names := [name | some name in one.aliases; startswith(name, "CVE-")]
	count(names) > 0
}

else := ""

scored(one) := sprintf("CVSS %s", [tenths(weight(one.score))]) if one.score != null

else := "no score, so it counts as the worst"

told(summary) := sprintf(", %s", [text.cut(summary, 120)]) if summary != null

else := ""

# A statement that excuses nothing.
stated(one) := sprintf("; `%s` says `%s`", [place.path(one.statements[0].path), one.statements[0].status]) if {
	count(one.statements) > 0
}

else := ""

way_out(one) := sprintf("take `%s` %s", [one.name, one.fixed[0]]) if count(one.fixed) > 0

else := sprintf("there is no fixed version: replace `%s`, or state in a VEX document why it does not affect the project", [one.name])

shown(one) := place.evidence(one.path, one.line) if {
	one.path != null
	one.line != null
}

else := {"file": place.path(one.path)} if one.path != null

else := {}

day(seconds) := days.date(seconds * 1000000000) if seconds != null

# What was looked in, with how new it is.
shown_database(database) := sprintf("`%s` as of %s", [database.path, day(database.as_of)]) if database.as_of != null

else := sprintf("`%s`", [database.path])

# Why a database proves nothing.
flaws(database, max_age_days) := {problem | some problem in database.problems} | {"does not say how old it is: name a clone of its repository" |
	database.as_of == null
	count(database.problems) == 0
} | {"is from the future: the clocks do not agree" |
	database.as_of != null
	database.as_of > input.clock.seconds + evidence.tolerance
} | {sprintf("is more than %d days old", [max_age_days]) |
	database.as_of != null
	input.clock.seconds - database.as_of > max_age_days * 86400
}

# What lists of exploited vulnerabilities were looked in, with how new they are.
shown_list(list) := sprintf("`%s` (%s) as of %s, %s", [
	list.path,
	upper(list.kind),
	day(list.as_of),
	text.counted(list.entries, "vulnerability", "vulnerabilities"),
]) if {
	list.as_of != null
}

else := sprintf("`%s` (%s)", [list.path, upper(list.kind)])

# Lists that prove nothing of what they do not have.
unlisted(lists, max_age_days, kev_max_age_days) := {{
	"reason": sprintf("`%s` %s", [list.path, flaw]),
	"fix": sprintf("fetch the list anew, and name it: relcheck check --%s FILE", [list.kind]),
} |
	some list in lists
	some flaw in list_flaws(list, days_of(list.kind, max_age_days, kev_max_age_days))
}

days_of("kev", _, kev_max_age_days) := kev_max_age_days

days_of("epss", max_age_days, _) := max_age_days

list_flaws(list, max_age_days) := {problem | some problem in list.problems} | {"does not say how old it is" |
	list.as_of == null
	count(list.problems) == 0
} | {"is from the future: the clocks do not agree" |
	list.as_of != null
	list.as_of > input.clock.seconds + evidence.tolerance
} | {sprintf("is more than %d days old", [max_age_days]) |
	list.as_of != null
	input.clock.seconds - list.as_of > max_age_days * 86400
}

# What reports on the packages of an ecosystem.
scanners := {
	"cargo": "cargo audit --json",
	"go": "osv-scanner scan --format json --all-packages .",
	"npm": "npm audit --json",
	"pypi": "pip-audit -f json",
}

# The reports that can be believed, and that asked a database that can.
usable(reports, max_age_days) := [report |
	some report in evidence.usable(reports, max_age_days)
	count(stale(report, max_age_days)) == 0
]

# Why the database that a report asked proves nothing.
stale(report, max_age_days) := set() if report.database == null

else := {"does not say how old the database is that it asked"} if report.database.as_of == null

else := {"asked a database from the future: the clocks do not agree"} if {
	report.database.as_of > input.clock.seconds + evidence.tolerance
}

else := {sprintf("asked a database that is more than %d days old", [max_age_days])} if {
	input.clock.seconds - report.database.as_of > max_age_days * 86400
}

else := set()

# Packages that nobody can have looked up, and what cannot be believed.
uncovered(facts, max_age_days, max_named) := {{
	"reason": sprintf("nothing tells which of the %s of %s are vulnerable%s", [
		text.counted(cover.packages, "package", "packages"),
		cover.ecosystem,
		because(cover, facts, max_age_days),
	]),
	"fix": sprintf("name a clone of its advisory database: relcheck check --advisories DIR; or record a scanner: relcheck record -- %s", [scanners[cover.ecosystem]]),
} |
	some cover in facts.ecosystems
	not is_covered(cover, facts, max_age_days)
} | {{"reason": sprintf("`%s` %s", [database.path, problem])} |
	some database in facts.databases
	some problem in database.problems
} | {{"reason": sprintf("`%s` %s", [report.evidence.path, flaw])} |
	some report in facts.reports
	report.evidence.commit != null
	some flaw in evidence.flaws(report, max_age_days) | stale(report, max_age_days)
} | {{
	"reason": sprintf("`%s` does not tell of %s", [report.evidence.path, text.listed(missed, max_named)]),
	"fix": looked_up_by(report.evidence.tool),
} |
	some report in usable(facts.reports, max_age_days)
	missed := [sprintf("`%s`", [item]) | some item in report.unscanned]
	count(missed) > 0
} | {{"reason": sprintf("`%s` does not say which package is vulnerable: %s", [report.evidence.path, unresolved])} |
	some report in usable(facts.reports, max_age_days)
	some unresolved in report.unresolved
}

# cargo-audit looks up everything, and leaves out what it is told to.
looked_up_by("cargo-audit") := concat("", [
	"have cargo-audit tell of everything, without `--ignore` and without what `.cargo/audit.toml` leaves out: ",
	"relcheck record -- cargo audit --json; where something does not affect the project, state that in a VEX document",
])

looked_up_by(tool) := "record another report that looks them up: `pip-audit -r requirements.txt -f json` of a file that names them with their index, or the scanner of the registry that has them" if tool != "cargo-audit"

is_covered(cover, facts, max_age_days) if {
	some database in facts.databases
	database.path in cover.databases
	count(flaws(database, max_age_days)) == 0
}

is_covered(cover, facts, max_age_days) if {
	some report in usable(facts.reports, max_age_days)
	report.evidence.path in cover.reports
}

because(cover, facts, max_age_days) := sprintf(": %s", [concat("; ", sort(reasons))]) if {
	old := {sprintf("`%s` %s", [database.path, flaw]) |
		some database in facts.databases
		database.path in cover.databases
		count(database.problems) == 0
		some flaw in flaws(database, max_age_days)
	}
	partial := {sprintf("`%s` %s", [report.path, report.reason]) | some report in cover.partial}
	reasons := old | partial
	count(reasons) > 0
}

else := ""

# Packages that are not known, or of which it cannot be told.
gaps(facts, max_named) := {{
	"reason": sprintf("`%s` does not tell all packages: %s", [place.path(gap.path), gap.reason]),
	"fix": "write a lock file, and commit it",
} |
	some gap in facts.gaps
} | {{
	"reason": sprintf("what stands in %s is not read, so nothing looked those packages up", [text.listed([sprintf("`%s`", [place.path(path)]) | some path in facts.unread], max_named)]),
	"fix": "record a report of a scanner that reads it (`relcheck record -- trivy fs --format json .`): what it finds counts, though nothing shows that it looked at every package",
} |
	count(facts.unread) > 0
} | {{
	"reason": sprintf("no version is fixed of %s", [text.listed(names, max_named)]),
	"fix": "write a lock file, and commit it",
} |
	names := sort({sprintf("`%s`", [one.name]) | some one in facts.unversioned})
	count(names) > 0
} | {{"reason": sprintf("whether `%s` affects `%s` cannot be told: %s", [one.id, one.purl, one.reason])} |
	some one in facts.unclear
}
