package relcheck.lib.recognition

# A list of calls, ready to be held against many: those that need no option by their name, the others
# with the option that must be there.
prepared(list) := {
	"plain": {entry | some entry in list; not contains(entry, " -")},
	"heads": heads,
	"names": {entry | some entry in list; not contains(entry, " -")} | heads,
	"with_option": with_option,
} if {
	with_option := [{"name": parts[0], "option": concat("", ["-", parts[1]])} |
		some written in list
		contains(written, " -")
		parts := [
			substring(written, 0, indexof(written, " -")),
			substring(written, indexof(written, " -") + 2, -1),
		]
	]
	heads := {entry.name | some entry in with_option}
}

# Whether a call is one of such a list.
is_one(call, known) if {
	some name in call.names
	name in known.plain
}

else if {
	some name in call.names
	name in known.heads
	some entry in known.with_option
	entry.name == name
	entry.option in call.options
}
