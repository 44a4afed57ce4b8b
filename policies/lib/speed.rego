package relcheck.lib.speed

# What a change says: `slower` beyond the limit and beyond the noise, `not slower` than the limit,
# or `unclear`. Two single numbers say something only where they are `wide` apart. Limits are in
# percent, changes in millionths: see the fact `benchmarks`.
verdict(change, limit, wide) := "not slower" if {
	change.most != null
	change.most <= limit * 10000
}

else := "slower" if {
	change.least != null
	change.least > limit * 10000
	best_agrees(change, limit)
	is_beyond_noise(change)
}

else := "slower" if {
	change.least == null
	change.middle != null
	change.middle > max([limit, wide]) * 10000
}

# The other way round: it was that much slower before.
else := "not slower" if {
	change.least == null
	change.middle != null
	factor := 100 + max([limit, wide])
	change.middle * factor < (100 - factor) * 1000000
}

else := "unclear"

# The samples that nothing disturbed moved, too.
best_agrees(change, _) if change.best == null

best_agrees(change, limit) if {
	change.best != null
	change.best > limit * 10000
}

# The medians differ by more than single samples do.
is_beyond_noise(change) if {
	change.middle != null
	change.noise == null
}

is_beyond_noise(change) if {
	change.middle != null
	change.noise != null
	change.middle > change.noise
}

# Millionths in percent, with one decimal, rounded to the nearest: `12.3 %`.
percent(millionths) := sprintf("%s%d.%d %%", [sign, floor(tenths / 10), tenths % 10]) if {
	tenths := round(abs(millionths) / 1000)
	sign := {true: "-", false: ""}[round(millionths / 1000) < 0]
}

# Picoseconds, or millionths of another unit, with three digits.
measured(number, unit) := sprintf("%s %s", [digits(number, scale), name]) if {
	unit == "ps"
	[scale, name] := time_unit(number)
}

else := sprintf("%s %s", [digits(number, 1000000), unit])

time_unit(number) := [1000000000000, "s"] if number >= 1000000000000

else := [1000000000, "ms"] if number >= 1000000000

else := [1000000, "µs"] if number >= 1000000

else := [1000, "ns"]

digits(number, scale) := sprintf("%d", [round(number / scale)]) if number >= 100 * scale

else := sprintf("%d.%d", [floor(tenths / 10), tenths % 10]) if {
	number >= 10 * scale
	tenths := round((number * 10) / scale)
}

else := sprintf("%d.%02d", [floor(hundredths / 100), hundredths % 100]) if {
	hundredths := round((number * 100) / scale)
}
