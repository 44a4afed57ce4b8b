package relcheck.lib.changelog

# The sections for that very version, or, before a pre-release, those for the final one.
sections(file, version) := exact if {
	exact := [section | some section in file.sections; names(section, version.normal)]
	count(exact) > 0
}

else := [section | some section in file.sections; names(section, version.core)]

names(section, normal) if {
	section.version != null
	section.version.normal == normal
}

# A heading to paste, in the markup of the file.
heading("markdown", version, date) := sprintf("## [%s] - %s", [version.normal, date])

heading(format, version, date) := sprintf("%s (%s)", [version.normal, date]) if format != "markdown"

# What will be released as that version: its own section, its pre-releases', and what is unreleased.
speaks_of(section, _) if section.unreleased

speaks_of(section, version) if {
	section.version != null
	section.version.core == version.core
}

# How far the start of that day (UTC) lies ahead, in days; negative for the past.
days_ahead(date, seconds) := (start - seconds) / 86400 if {
	start := time.parse_rfc3339_ns(concat("", [date, "T00:00:00Z"])) / 1000000000
}
