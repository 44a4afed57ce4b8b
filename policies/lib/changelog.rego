package relcheck.lib.changelog

import data.relcheck.lib.place
import data.relcheck.lib.text
import data.relcheck.lib.version

# The sections for that very version, or, before a pre-release, those for the final one.
sections(file, wanted) := exact if {
	exact := [section | some section in file.sections; names(section, wanted.normal)]
	count(exact) > 0
}

else := [section | some section in file.sections; names(section, wanted.core)]

names(section, normal) if {
	section.version != null
	section.version.normal == normal
}

# A heading to paste, in the markup of the file.
heading("markdown", level, released, date) := sprintf("%s[%s] - %s", [marks(level), released.normal, date])

heading(format, _, released, date) := sprintf("%s (%s)", [released.normal, date]) if format != "markdown"

# The signs before a heading of Markdown.
marks(level) := concat("", [substring("######", 0, level), " "]) if is_number(level)

else := ""

# What later releases have left behind is not what is to be released.
is_unreleased(section) if {
	section.unreleased
	not section.stale
}

# What will be released: what is unreleased, the sections of the version and of its pre-releases, and
# those of any version above the previous release.
speaks_of(section) if is_unreleased(section)

speaks_of(section) if {
	section.version != null
	section.version.core == input.release.version.core
}

speaks_of(section) if {
	section.version != null
	input.release.previous != null
	version.is_above(section.version, input.release.previous.version)
}

# The entries of these sections, one by one, without those that are planned for later.
entries(facts) := [entry |
	input.release.version != null
	some file in facts.files
	some section in file.sections
	speaks_of(section)
	some group in section.groups
	some written in group.entries
	not written.planned
	entry := {"path": file.path, "line": written.line, "group": group.name, "text": written.text}
]

# What a sub-heading speaks of: `added / changed` of two things.
parts(group) := {part | some part in regex.split(`\s*[/&,+]\s*|\s+and\s+`, group)}

# What was looked at, for people to read.
looked_at(facts) := {sprintf("the changelog `%s`%s", [place.path(file.path), without(file)]) |
	some file in facts.files
}

without(file) := "" if planned(file) == 0

else := sprintf(" (without %s, planned for later even before)", [text.counted(planned(file), "entry", "entries")])

planned(file) := count([entry |
	some section in file.sections
	some group in section.groups
	some entry in group.entries
	entry.planned
])

# How far the start of that day (UTC) lies ahead, in days; negative for the past.
days_ahead(date, seconds) := (start - seconds) / 86400 if {
	start := time.parse_rfc3339_ns(concat("", [date, "T00:00:00Z"])) / 1000000000
}
