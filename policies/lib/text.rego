package relcheck.lib.text

# The first `max` of them, and how many more there are.
listed(items, max) := concat(", ", items) if count(items) <= max

else := sprintf(
	"%s and %d more",
	[concat(", ", array.slice(items, 0, max)), count(items) - max],
)

# The first ones of so many.
listed_of(first, all) := concat(", ", first) if count(first) >= all

else := sprintf("%s and %d more", [concat(", ", first), all - count(first)])

counted(number, one, many) := sprintf("%d %s", [number, {true: one, false: many}[number == 1]])

# A text that others wrote, on one line and no longer than that many characters.
cut(written, max) := written if count(written) <= max

else := sprintf("%s…", [trim_space(substring(written, 0, max - 1))])

# A commit's subject as a message quotes it.
quoted(subject) := sprintf("`%s`", [cut(subject, 60)]) if not contains(subject, "`")

else := sprintf("\"%s\"", [cut(subject, 60)])
