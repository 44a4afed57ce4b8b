package relcheck.lib.days

ordinals := ["first", "second", "third", "fourth", "fifth"]

months := [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December",
]

# A day is its start (UTC), in nanoseconds since 1970.
today(clock) := start(substring(clock.now, 0, 10))

start(date) := time.parse_rfc3339_ns(concat("", [date, "T00:00:00Z"]))

date(day) := substring(time.format(day), 0, 10)

month(day) := months[time.date(day)[1] - 1]

# Whether it is the first, second … such day of its month.
is_nth(day, weekday, ordinal) if {
	time.weekday(day) == weekday
	ordinals[floor((time.date(day)[2] - 1) / 7)] == ordinal
}

# The next such day after that one; a fifth comes within a quarter and a week.
next_nth(day, weekday, ordinal) := [later |
	some weeks in numbers.range(0, 20)
	later := time.add_date(next_weekday(day, weekday), 0, 0, weeks * 7)
	is_nth(later, weekday, ordinal)
][0]

next_weekday(day, weekday) := [later |
	some days in numbers.range(1, 7)
	later := time.add_date(day, 0, 0, days)
	time.weekday(later) == weekday
][0]

# The first day of the next of those months after that day's.
next_month(day, names) := [later |
	some ahead in numbers.range(1, 12)
	later := time.add_date(start(sprintf("%s-01", [substring(date(day), 0, 7)])), 0, ahead, 0)
	month(later) in names
][0]
