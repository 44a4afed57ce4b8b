# METADATA
# title: The documentation names no older release
# description: No document names an older release of the project as the one to use; what tells its history, and what speaks of a past version, may.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [references, repository]
#   fix: "Write the candidate's version in each place listed, or say there since when it is true (`since v1.2.3`)"
#   source: Version Management / Version Bumping Process / Bring the vX.Y.Z references
#   controls: {osps: [OSPS-DO-01.01]}
#   depends_on: [version.bump_matches_type]
package relcheck.policy.version.docs_references

import data.relcheck.lib.candidate
import data.relcheck.lib.place
import data.relcheck.lib.references

params := data.relcheck.params.version.docs_references

releases := references.released(input.facts.repository)

documents := [file |
	some file in input.facts.references.files
	file.kind != "readme"
	not file.kind in params.historical_documents
	not is_ignored(file.path)
]

is_ignored(path) if {
	some pattern in params.ignored
	glob.match(pattern, ["/"], path)
}

older := [{"path": file.path, "central": file.central, "reference": reference} |
	some file in documents
	some reference in file.references
	not reference.form in params.ranges
	references.is_possible(reference, releases, params)
	references.is_older(reference, candidate.version)
	not references.is_satisfied(reference, candidate.version)
	not references.is_historical(reference, params)
]

is_certain(old) if {
	references.is_certain(old.reference, releases, params)
	is_about_project(old)
}

# A version alone, in a folder of its own, is that folder's.
is_about_project(old) if old.central

is_about_project(old) if old.reference.target == "project"

deny contains {
	"subject": place.path(old.path),
	"message": sprintf("%s names an older release: `%s`", [place.at(old.path, old.reference.line), old.reference.token]),
	"fix": sprintf("write %s in place of %s", [candidate.version.normal, old.reference.text]),
	"evidence": place.evidence(old.path, old.reference.line),
} if {
	some old in older
	is_certain(old)
}

deny contains {
	"subject": place.path(old.path),
	"message": sprintf("%s may name an older release: `%s`", [place.at(old.path, old.reference.line), old.reference.token]),
	"fix": sprintf("write %s, or say whose version it is, or since when it is true", [candidate.version.normal]),
	"level": "warn",
	"evidence": place.evidence(old.path, old.reference.line),
} if {
	some old in older
	not is_certain(old)
	is_about_project(old)
}

not_applicable contains "there is no documentation" if {
	input.facts.references.read == 0
	count(input.facts.references.unread) == 0
}

unknown contains reason if some reason in candidate.unknown

unknown contains reason if some reason in references.unnamed

unknown contains reason if {
	some document in input.facts.references.unread
	reason := sprintf("a document was not read: %s", [document.reason])
}
