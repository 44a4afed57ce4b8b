package relcheck.lib.versions

import data.relcheck.lib.place

# The places that declare the version of the project itself.
of_project(versions) := [declaration |
	some declaration in versions.declarations
	declaration.role == "project"
]

# The place that the project's version is taken from: a manifest before any other.
main_place(versions, manifests) := {
	"subject": place.path(first.path),
	"name": place.at(first.path, first.line),
	"target": place.line(first.path, first.line),
	"evidence": place.evidence(first.path, first.line),
} if {
	places := [declaration |
		some declaration in of_project(versions)
		declaration.version != null
		declaration.version.normal == versions.declared.normal
	]
	first := array.concat(of_kinds(places, manifests), places)[0]
}

else := {"subject": "version", "name": "the project", "target": "its manifest", "evidence": {}}

of_kinds(places, kinds) := [declaration |
	some kind in kinds
	some declaration in places
	declaration.kind == kind
]

# No place declares a version, and none takes it from elsewhere.
are_absent(versions) if {
	count(of_project(versions)) == 0
	count(versions.dynamic) == 0
	count(versions.undetermined) == 0
}

# Places whose version is not known, each with its reason.
unresolved(versions) := undetermined(versions) | dangling(versions)

undetermined(versions) := {reason |
	some entry in versions.undetermined
	reason := {
		"reason": sprintf("%s: %s", [place.at(entry.path, entry.line), entry.reason]),
		"fix": sprintf(
			"if it takes the version from the places that declare it, set `computed = [\"%s\"]` below `[version]` in relcheck.toml; if from the tag, `from_tag`",
			[entry.path],
		),
	}
}

# Where the tag supplies the version, what else refers to it repeats the tag: a module that the build
# writes, or the metadata of what was built.
is_from_tag(versions) if {
	some source in versions.dynamic
	source.from_tag
}

# A version taken from elsewhere must be declared there, or come from the tag.
dangling(versions) := {reason |
	count(of_project(versions)) == 0
	not is_from_tag(versions)
	some source in versions.dynamic
	reason := {"reason": sprintf(
		"%s takes the version from `%s`, where none was found",
		[place.at(source.path, source.line), source.target],
	)}
}
