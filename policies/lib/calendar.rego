package relcheck.lib.calendar

# CalVer (https://calver.org): year, month, and a number that counts the releases of that month. The
# year is written in full or short: 2026.1.0 and 26.1.0 are of one month.

# The release of that type after `previous`: a repair stays on its line, anything else begins that of
# the month, unless it has begun.
next(_, previous, seconds) := array.concat(of_clock(seconds, 2000), [0]) if previous == null

next(type, previous, seconds) := array.concat(now, [0]) if {
	previous != null
	not repairs(type)
	now := of_clock(seconds, previous.major)
	months(now[0], now[1]) > line(previous)
} else := [previous.major, previous.minor, previous.patch + 1] if previous != null

is_step(_, previous, version, seconds) if {
	previous == null
	begins_line(version, seconds)
}

is_step(_, previous, version, seconds) if {
	previous != null
	line(version) > line(previous)
	begins_line(version, seconds)
}

is_step(type, previous, version, seconds) if {
	previous != null
	goes_on(previous, version)
	may_go_on(type, version, seconds)
}

goes_on(previous, version) if {
	version.major == previous.major
	version.minor == previous.minor
	version.patch == previous.patch + 1
}

may_go_on(type, _, _) if repairs(type)

may_go_on(_, version, seconds) if is_current(version, seconds)

repairs(type) if type in {"patch", "hotfix"}

# Counts start at 0 or at 1.
begins_line(version, seconds) if {
	is_current(version, seconds)
	version.patch <= 1
}

# At the end of a month, the release of the next one is prepared.
is_current(version, seconds) if {
	now := of_clock(seconds, version.major)
	line(version) - months(now[0], now[1]) in {0, 1}
}

of_clock(seconds, like) := [year % 100, month] if {
	like < 1000
	[year, month, _] := time.date(seconds * 1000000000)
} else := [year, month] if [year, month, _] := time.date(seconds * 1000000000)

line(version) := months(version.major, version.minor)

months(year, month) := ((year + 2000) * 12) + month if year < 1000

months(year, month) := (year * 12) + month if year >= 1000
