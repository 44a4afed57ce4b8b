package relcheck.lib.workflow

# Facts name a workflow's files from the repository's root, where CI systems look for them.
line(name, number) := sprintf("%s:%d", [name, number])

at(name, number) := sprintf("`%s`", [line(name, number)])

evidence(name, number) := {"file": name, "line": number}

# The events of a release that start a workflow: a push of the tag, or the release made of it.
events(file) := {event |
	some trigger in file.triggers
	some event in started(trigger)
}

# Whether it is not known if the tag starts a workflow: that is in the settings of the CI system.
may_start(file) if {
	some trigger in file.triggers
	trigger.on_release_tag == null
}

started(trigger) := {"tag"} if trigger.on_release_tag == true

else := {"release"} if {
	trigger.event == "release"
	is_published(trigger.types)
}

else := set()

is_published(types) if count(types) == 0

is_published(types) if {
	some type in types
	type in {"published", "released", "created"}
}

# Whether a step may run for one of the events.
may_run(step, events) if {
	some event in events
	not event in step.never
}

# Whether a trigger speaks of releases: one of every push does not.
is_meant(trigger) if count(trigger.tags) > 0

else if trigger.event == "release"
