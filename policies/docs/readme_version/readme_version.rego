# METADATA
# title: README names the version that is released
# description: Each version of the project that README names as the one to use is the candidate's.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [references, repository]
#   fix: "Write the candidate's version in each line listed, and commit it together with the other places"
#   source: Pre-Release Checklist / Documentation Requirements / The versions that README.md mentions
#   controls: {osps: [OSPS-DO-01.01]}
#   depends_on: [version.bump_matches_type]
package relcheck.policy.docs.readme_version

import data.relcheck.lib.candidate
import data.relcheck.lib.place
import data.relcheck.lib.references

params := data.relcheck.params.docs.readme_version

releases := references.released(input.facts.repository)

named := [{"path": file.path, "reference": reference} |
	some file in input.facts.references.files
	file.kind == "readme"
	some reference in file.references
	not reference.form in params.ranges
	references.is_possible(reference, releases, params)
]

others := [found |
	some found in named
	not references.is_current(found.reference, candidate.version)
	not references.is_historical(found.reference, params)
]

deny contains {
	"subject": place.path(other.path),
	"message": sprintf("%s names `%s`, not %s", [place.at(other.path, other.reference.line), other.reference.token, candidate.version.normal]),
	"fix": sprintf("write %s in place of %s", [candidate.version.normal, other.reference.text]),
	"evidence": place.evidence(other.path, other.reference.line),
} if {
	some other in others
	references.is_certain(other.reference, releases, params)
}

deny contains {
	"subject": place.path(other.path),
	"message": sprintf("%s may name another version than %s: `%s`", [place.at(other.path, other.reference.line), candidate.version.normal, other.reference.token]),
	"fix": "write the candidate's version, or say whose it is, or since when it is true",
	"level": "warn",
	"evidence": place.evidence(other.path, other.reference.line),
} if {
	some other in others
	not references.is_certain(other.reference, releases, params)
}

not_applicable contains "no README names a version of the project" if {
	count(named) == 0
	count(unread) == 0
	count(references.unnamed) == 0
}

unread := [document |
	some document in input.facts.references.unread
	startswith(lower(document.path), "readme")
]

unknown contains reason if some reason in candidate.unknown

unknown contains reason if some reason in references.unnamed

unknown contains reason if {
	some document in unread
	reason := sprintf("README was not read: %s", [document.reason])
}
