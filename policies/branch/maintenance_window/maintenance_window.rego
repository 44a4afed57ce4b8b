# METADATA
# title: The release line is still supported
# description: The X.Y line that a patch is for is one of a supported major version, or has a window of its own in the configuration. On a line that gets only security fixes, a release is warned about.
# custom:
#   stages: [pre-release]
#   types: [patch, hotfix]
#   level: deny
#   needs: [lines]
#   fix: "Release the fix on a supported line, or prolong this one's support with `[[support.lines]]` in relcheck.toml"
#   source:
#     - Release Branch Strategy / Branch Structure / release/vX.Y.x
#     - Artifact Management / Artifact Retention / The three latest major versions
#     - Artifact Management / Artifact Retention / Older ones
#   controls: {osps: [OSPS-DO-04.01, OSPS-DO-05.01]}
package relcheck.policy.branch.maintenance_window

import data.relcheck.lib.candidate
import data.relcheck.lib.support
import data.relcheck.lib.version

params := data.relcheck.params.branch.maintenance_window

line := version.line(candidate.version)

status := support.status(input.facts.lines, candidate.version, params, input.clock.seconds)

# The latest release that has full support.
supported := [major.latest | some major in input.facts.lines.majors; major.newer < params.majors]

prolong := concat("", [
	"set `[[support.lines]] line = \"",
	line,
	"\"` with a later `until` in relcheck.toml",
])

deny contains {
	"subject": line,
	"message": sprintf("the support of %s ended on %s", [line, support.day(status.ends)]),
	"fix": sprintf("release the fix after `%s`, or %s", [supported[0], prolong]),
} if {
	status.kind == "none"
	status.ends != null
	count(supported) > 0
}

deny contains {
	"subject": line,
	"message": sprintf("no version of the line %s is supported", [line]),
	"fix": prolong,
} if {
	status.kind == "none"
	count(supported) == 0
}

deny contains {
	"subject": line,
	"message": sprintf("%s gets security fixes only%s", [line, until]),
	"fix": "see that the release holds nothing but security fixes",
	"level": "warn",
} if {
	status.kind == "security"
}

until := sprintf(", until %s", [support.day(status.ends)]) if status.ends != null

else := ""

unknown contains reason if some reason in candidate.unknown

unknown contains {
	"reason": sprintf("when the support of %s ended is not known: a release's time is missing", [line]),
	"fix": "git fetch --refetch --tags",
} if {
	status.kind == "unknown"
}
