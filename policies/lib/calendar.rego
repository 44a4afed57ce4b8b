package relcheck.lib.calendar

import data.relcheck.lib.version

# CalVer (https://calver.org): a year, what else of the date, then what counts, as `release.calendar`
# has it. The year is written in full or short: 2026.1.0 and 26.1.0 are of one month.

months := {"MM", "0M"}

weeks := {"WW", "0W"}

days := {"DD", "0D"}

# What each part that is no date is for.
counts := {"MAJOR": 3, "MINOR": 2, "MICRO": 1}

wanted := {"major": 3, "minor": 2, "patch": 1, "hotfix": 1}

repairing := {"patch", "hotfix"}

# The parts, with the count of repairs that may be left out.
parts(calendar) := array.concat(calendar.terms, ["MICRO"]) if {
	count(calendar.terms) == 2
	not "MICRO" in calendar.terms
} else := calendar.terms

dated(calendar) := [term | some term in calendar.terms; not counts[term]]

# The numbers that count, each with what it is for.
counting(calendar) := [{"at": at, "for": counts[term]} | some at, term in parts(calendar); counts[term] > 0]

# The number that a type raises: the last one that is for it or for more, else the first there is.
raised(type, calendar) := max(enough) if {
	enough := [number.at | some number in counting(calendar); number.for >= wanted[type]]
	count(enough) > 0
} else := min([number.at | some number in counting(calendar)]) if count(counting(calendar)) > 0

# The release of that type after `previous`: a repair stays on its line, anything else begins that of
# the day, unless it has begun. Undefined where nothing counts and the day is the same.
next(release, previous, seconds) := of_day(release.calendar, seconds) if previous == null

next(release, previous, seconds) := of_day(release.calendar, seconds) if {
	previous != null
	may_begin(release)
	is_later(release.calendar, previous, seconds)
} else := [raising(at, index, number) |
	some index, number in version.numbers(previous)
] if {
	previous != null
	at := raised(release.type, release.calendar)
}

raising(at, index, number) := number if index < at

raising(at, index, number) := number + 1 if index == at

raising(at, index, _) := 0 if index > at

may_begin(release) if not release.type in repairing

may_begin(release) if count(counting(release.calendar)) == 0

is_later(calendar, previous, seconds) if {
	line(calendar, of_day(calendar, seconds)) > line(calendar, version.numbers(previous))
}

is_step(release, previous, candidate, seconds) if {
	previous == null
	begins_line(release.calendar, candidate, seconds)
}

is_step(release, previous, candidate, seconds) if {
	previous != null
	line(release.calendar, version.numbers(candidate)) > line(release.calendar, version.numbers(previous))
	begins_line(release.calendar, candidate, seconds)
}

# The next one of its line, by a count that is for that type or for more.
is_step(release, previous, candidate, seconds) if {
	previous != null
	line(release.calendar, version.numbers(candidate)) == line(release.calendar, version.numbers(previous))
	at := differs(release.calendar, version.numbers(previous), version.numbers(candidate))
	at <= raised(release.type, release.calendar)
	goes_on(at, version.numbers(previous), version.numbers(candidate))
	may_go_on(release, at, candidate, seconds)
}

differs(calendar, before, now) := min(different) if {
	different := [index |
		some index, number in now
		index >= count(dated(calendar))
		number != before[index]
	]
	count(different) > 0
}

goes_on(at, before, now) if {
	now == [raising(at, index, number) | some index, number in before]
}

may_go_on(release, at, _, _) if {
	release.type in repairing
	at == raised("patch", release.calendar)
}

may_go_on(release, _, candidate, seconds) if is_current(release.calendar, version.numbers(candidate), seconds)

# Counts start at 0 or at 1.
begins_line(calendar, candidate, seconds) if {
	is_current(calendar, version.numbers(candidate), seconds)
	starts := array.slice(version.numbers(candidate), count(dated(calendar)), 3)
	starts in [[], [0], [1], [0, 0], [1, 0]]
}

# A line is prepared ahead: the next one, of days those of a month. Weeks are counted in many ways.
is_current(calendar, numbers, seconds) if {
	ahead := line(calendar, numbers) - line(calendar, of_day(calendar, seconds))
	[least, most] := bounds(calendar)
	ahead >= least
	ahead <= most
}

bounds(calendar) := [0, 32] if {
	some term in calendar.terms
	term in days
} else := [-1, 2] if {
	some term in calendar.terms
	term in weeks
} else := [0, 1]

# What the calendar says of the day, and what the counts of a line begin with.
of_day(calendar, seconds) := array.slice(array.concat(array.concat(written, begin(calendar)), [0, 0]), 0, 3) if {
	written := [said_by(term, seconds) | some term in dated(calendar)]
}

begin(calendar) := [calendar.first] if count(dated(calendar)) < count(calendar.terms)

else := []

said_by("YYYY", seconds) := time.date(seconds * 1000000000)[0]

said_by(term, seconds) := time.date(seconds * 1000000000)[0] - 2000 if term in {"YY", "0Y"}

said_by(term, seconds) := time.date(seconds * 1000000000)[1] if term in months

said_by(term, seconds) := time.date(seconds * 1000000000)[2] if term in days

# Weeks begin on the first of January.
said_by(term, seconds) := floor((seconds - start) / 604800) + 1 if {
	term in weeks
	year := time.date(seconds * 1000000000)[0]
	start := time.parse_rfc3339_ns(sprintf("%d-01-01T00:00:00Z", [year])) / 1000000000
}

# A line's place in time, in units of the last part that the calendar says.
line(calendar, numbers) := ((year_of(numbers) * 12) + numbers[1]) * 32 + numbers[2] if {
	count(dated(calendar)) == 3
} else := (year_of(numbers) * 12) + numbers[1] if {
	calendar.terms[1] in months
} else := (year_of(numbers) * 54) + numbers[1] if {
	calendar.terms[1] in weeks
} else := year_of(numbers)

year_of(numbers) := numbers[0] + 2000 if numbers[0] < 1000

else := numbers[0]
