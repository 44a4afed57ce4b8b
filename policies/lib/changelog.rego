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

# What will be released: what is unreleased, the sections of the version and of its pre-releases, and
# those of any version above the previous release.
speaks_of(section, _) if section.unreleased

speaks_of(section, release) if {
	section.version != null
	section.version.core == release.version.core
}

speaks_of(section, release) if {
	section.version != null
	release.previous != null
	semver.compare(section.version.core, release.previous.version.core) == 1
}

# The entries of these sections, one by one, each at the line of its sub-heading.
entries(facts, release) := [entry |
	release.version != null
	some file in facts.files
	some section in file.sections
	speaks_of(section, release)
	some group in section.groups
	some words in group.entries
	entry := {"path": file.path, "line": group.line, "group": group.name, "text": words}
]

# How far the start of that day (UTC) lies ahead, in days; negative for the past.
days_ahead(date, seconds) := (start - seconds) / 86400 if {
	start := time.parse_rfc3339_ns(concat("", [date, "T00:00:00Z"])) / 1000000000
}
