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
suited(list, names) := suited_with(list, names, [])

# The same where an entry may ask for packages, too, that the project needs: of `npm+mocha` and `npm`
# the first is for a project with mocha, and alone. Those that ask for most come before the others.
suited_with(list, names, dependencies) := concat("; or ", said) if {
	known := of(names)
	fitting := [[parts[0], count(parts), words] |
		some entry in list
		parts := split(before(entry), "+")
		parts[0] in known
		every part in array.slice(parts, 1, count(parts)) {
			part in dependencies
		}
		words := after(entry, {before(entry)})
	]
	said := [fit[2] |
		some fit in fitting
		every other in fitting {
			is_as_close(fit, other)
		}
	]
	count(said) > 0
}

else := concat("; or ", [words | some entry in list; words := after(entry, {"any"})])

# Whether the second is for another ecosystem, or asks for no more packages.
is_as_close(fit, other) if fit[0] != other[0]

else if other[1] <= fit[1]

before(entry) := substring(entry, 0, indexof(entry, ": "))

after(entry, ecosystems) := substring(entry, colon + 2, -1) if {
	colon := indexof(entry, ": ")
	substring(entry, 0, colon) in ecosystems
}

# The same for one file, in whatever folder.
suited_to(list, path) := suited(list, [parts[count(parts) - 1]]) if parts := split(path, "/")
