# METADATA
# title: Supported and old releases are kept as promised
# description: The configuration shortens the support of none of the latest major versions, and each release that the changelog tells of, or that has a tag, can still be had. What SECURITY.md promises is not compared yet.
# custom:
#   stages: [process]
#   level: warn
#   needs: [changelog, lines]
#   fix: Give the releases their tags back, and the lines the support that they were promised.
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
