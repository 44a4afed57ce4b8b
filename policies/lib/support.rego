package relcheck.lib.support

import data.relcheck.lib.version

# How far the line of a version is supported: `full`, `security`, `none`, or `unknown` where the time
# of a release is not known; and until when, in seconds, or null.
status(lines, number, params, now) := of_window(window, now) if {
	window := windows(lines, number)[0]
}

else := {"kind": "full", "ends": null} if count(newer(lines, number)) < params.majors

else := of_age(promised(lines, number, params), now) if promised(lines, number, params) > 0

else := {"kind": "unknown", "ends": null}

# What the configuration says of the line, or else of its whole major version.
windows(lines, number) := [window |
	some name in [version.line(number), sprintf("%d", [number.major])]
	some window in lines.windows
	window.line == name
]

of_window(window, _) := {"kind": window.kind, "ends": null} if window.ends == null

of_window(window, now) := {"kind": window.kind, "ends": window.ends} if {
	window.ends != null
	now < window.ends
}

of_window(window, now) := {"kind": "none", "ends": window.ends} if {
	window.ends != null
	now >= window.ends
}

of_age(ends, now) := {"kind": "security", "ends": ends} if now < ends

of_age(ends, now) := {"kind": "none", "ends": ends} if now >= ends

newer(lines, number) := [major | some major in lines.majors; major.major > number.major]

# Until when security fixes are promised to a major version that is none of the latest: counted from
# the release of the one that pushed it out. Undefined for the latest, and where no time is known.
promised(lines, number, params) := pushing.since + (params.security_days * 86400) if {
	higher := newer(lines, number)
	pushing := higher[count(higher) - params.majors]
	pushing.since != null
}

day(seconds) := substring(time.format(seconds * 1000000000), 0, 10)
