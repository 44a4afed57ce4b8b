package relcheck.lib.ecosystem

# The ecosystems that the project belongs to, by the names of files.
of(names) := {parts[1] |
	present := {name | some name in names}
	some entry in data.relcheck.params.tooling.configured.manifests
	parts := split(entry, " ")
	parts[0] in present
}

# What a list, whose entries start with an ecosystem and a colon, says for a project with these files:
# for each of its ecosystems, in the order of the list; what stands under `any` where none is known.
suited(list, names) := concat("; or ", said) if {
	known := of(names)
	said := [words | some entry in list; words := after(entry, known)]
	count(said) > 0
}

else := concat("; or ", [words | some entry in list; words := after(entry, {"any"})])

after(entry, ecosystems) := substring(entry, colon + 2, -1) if {
	colon := indexof(entry, ": ")
	substring(entry, 0, colon) in ecosystems
}

# The same for one file, in whatever folder.
suited_to(list, path) := suited(list, [parts[count(parts) - 1]]) if parts := split(path, "/")
