# METADATA
# title: Supported and old releases are kept as promised
# description: The configuration shortens the support of none of the latest major versions, and each release that the changelog tells of, or that has a tag, can still be had; SECURITY.md promises the latest release of each major version what it gets.
# custom:
#   stages: [process]
#   level: warn
#   needs: [changelog, lines, security_policy]
#   fix: Give the releases their tags back, and the lines the support that they were promised, in SECURITY.md too.
#   source:
#     - Artifact Management / Artifact Retention / The three latest major versions
#     - Artifact Management / Artifact Retention / Older ones
#     - Artifact Management / Artifact Retention / All others
#   controls: {osps: [OSPS-DO-04.01, OSPS-DO-05.01]}
package relcheck.policy.support.retention

import data.relcheck.lib.place
import data.relcheck.lib.support
import data.relcheck.lib.text
import data.relcheck.lib.version

lines := input.facts.lines

params := data.relcheck.params.support.retention

tagged := {release.version.core | some line in lines.lines; some release in line.releases; release.is_final}

highest := [line.latest.version | some line in lines.lines; line.latest != null][0]

# Releases of which only the changelog tells.
lost(file) := [section |
	some section in file.sections
	section.version != null
	not section.unreleased
	section.version.normal == section.version.core
	not section.version.core in tagged
	version.is_below(section.version, highest)
]

# What the latest majors are promised, by their own lines.
shortened := [window |
	some window in lines.windows
	some major in lines.majors
	major.newer < params.majors
	split(window.line, ".")[0] == sprintf("%d", [major.major])
	is_short(window)
]

is_short(window) if window.kind == "security"

is_short(window) if {
	window.ends != null
	window.ends <= input.clock.seconds
}

not_applicable contains "nothing was released yet" if count(lines.majors) == 0

deny contains {
	"subject": window.line,
	"message": sprintf("%s is of one of the %d latest major versions, and the configuration gives it no full support", [window.line, params.majors]),
	"fix": sprintf("take `line = \"%s\"` out of `[[support.lines]]` in relcheck.toml, or prolong it", [window.line]),
} if {
	some window in shortened
}

deny contains {
	"subject": line.line,
	"message": sprintf("%s is of an older major version, and its security fixes end before the %d days that it was promised", [line.line, params.security_days]),
	"fix": sprintf("prolong `line = \"%s\"` of `[[support.lines]]` in relcheck.toml", [line.line]),
} if {
	some line in lines.lines
	some window in support.windows(lines, line)
	window.ends != null
	window.ends < support.promised(lines, line, params)
}

deny contains {
	"subject": place.path(file.path),
	"message": sprintf("%s no tag, and %s tells of %s: %s", [
		text.counted(count(missing), "release has", "releases have"),
		place.at(file.path, missing[0].line),
		{true: "it", false: "them"}[count(missing) == 1],
		text.listed([section.version.core | some section in missing], params.max_named),
	]),
	"fix": "git fetch --tags, or tag the commits that they were made from",
	"evidence": place.evidence(file.path, missing[0].line),
} if {
	file := input.facts.changelog.files[0]
	missing := lost(file)
	count(missing) > 0
}

deny contains {
	"subject": release.tag,
	"message": sprintf("the tag `%s` leads to no commit that is here", [release.tag]),
	"fix": "git fetch --refetch --tags",
} if {
	some line in lines.lines
	some release in line.releases
	is_null(release.commit)
}

promised := input.facts.security_policy

# The file that promises anything.
policy := path if {
	path := promised.path
	path != null
}

# A monorepo's policy stands at its root, and is not its packages' own.
deny contains {
	"subject": "security policy",
	"message": sprintf("%s says which versions get fixes", [silent.who]),
	"fix": sprintf("write a table `| Version | Supported |` below `## Supported Versions` in %s", [silent.where]),
} if {
	count(promised.promises) == 0
	count(promised.unread) == 0
	input.project.path == ""
}

silent := {"who": sprintf("nothing in `%s`", [policy]), "where": policy} if policy != ""

else := {"who": "no SECURITY.md in this repository", "where": "SECURITY.md"}

# What the latest release of each major version gets, and of each line with a window of its own.
owed := [{"line": line, "status": status, "why": why(status)} |
	count(promised.promises) > 0
	count(promised.unread) == 0
	some line in promised.lines
	is_looked_at(line)
	status := support.status(lines, line, params, input.clock.seconds)
]

is_looked_at(line) if line.highest

is_looked_at(line) if {
	some window in lines.windows
	window.line == version.line(line)
}

why(status) := "gets every fix" if status.kind == "full"

why(status) := sprintf("gets security fixes until %s", [support.day(status.ends)]) if {
	status.kind == "security"
	status.ends != null
}

why(status) := "gets security fixes" if {
	status.kind == "security"
	is_null(status.ends)
}

why(status) := sprintf("has had none since %s", [support.day(status.ends)]) if {
	status.kind == "none"
	status.ends != null
}

enough := {"full": {"full"}, "security": {"full", "security"}, "none": {"none"}}

said := {"full": "is supported", "security": "gets security fixes only", "none": "gets no fixes"}

deny contains {
	"subject": version.line(owes.line),
	"message": sprintf("%s (`%s`) says that %s %s, and by the rules it %s", [
		place.at(policy, row),
		owes.line.text,
		version.line(owes.line),
		said[owes.line.support],
		owes.why,
	]),
	"fix": sprintf("say the same in both places: in %s, and in `[support]` of relcheck.toml", [place.line(policy, row)]),
	"evidence": place.evidence(policy, row),
} if {
	some owes in owed
	row := owes.line.line
	row != null
	owes.line.text != null
	owes.line.support != null
	not owes.line.support in enough[owes.status.kind]
}

deny contains {
	"subject": version.line(owes.line),
	"message": sprintf("`%s` says nothing that can be relied on of %s, which %s", [place.path(policy), version.line(owes.line), owes.why]),
	"fix": sprintf("add a row for it to the table in %s, or set `majors` below `[support]` in relcheck.toml", [place.path(policy)]),
	"evidence": {"file": place.path(policy)},
} if {
	some owes in owed
	is_null(owes.line.support)
	owes.status.kind in {"full", "security"}
}

unknown contains {
	"reason": sprintf("%s is not understood: %s", [place.at(policy, entry.line), entry.reason]),
	"fix": "write the table as GitHub's template has it: `| 5.1.x | :white_check_mark: |`",
} if {
	some entry in promised.unread
}
