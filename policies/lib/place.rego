package relcheck.lib.place

# Facts name a file from the project's folder; git and a reader find it from the repository's root.
path(name) := name if input.project.path == ""

else := concat("/", [input.project.path, name])

line(name, number) := sprintf("%s:%d", [path(name), number])

at(name, number) := sprintf("`%s`", [line(name, number)])

evidence(name, number) := {"file": path(name), "line": number}
