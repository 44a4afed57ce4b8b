package relcheck.lib.recordings

# The commands that are configured to be recorded, and of which there is no evidence that counts.

# Those that would have been evidence of this kind, as reasons why a rule is not known.
due(kind) := {reason(command) |
	some command in input.facts.recordings.due
	kind in command.kinds
}

# Those that run one of these scanners.
due_of(scanners) := {reason(command) |
	some command in input.facts.recordings.due
	runs(command, scanners)
}

# Those that run a scanner, by their kind or by these names, and none of the others.
due_others(scanners, others) := {reason(command) |
	some command in input.facts.recordings.due
	is_scan(command, scanners)
	not runs(command, others)
}

is_scan(command, _) if "scan" in command.kinds

is_scan(command, scanners) if runs(command, scanners)

runs(command, scanners) if {
	some scanner in scanners
	scanner in command.names
}

reason(command) := {
	"reason": sprintf("`%s` is configured to be recorded, and there is no evidence of it that counts: %s", [command.name, command.reason]),
	"fix": "relcheck record",
}
