package relcheck.lib.branch

import data.relcheck.lib.shell

# `command` switches to the branch that is expected, or makes it.
unknown(branch, command) := {{
	"reason": sprintf("the branch of HEAD is not known (%s)", [why(branch)]),
	"fix": command,
}} if {
	branch.name == null
}

else := set()

why(branch) := branch.note if branch.note != null

else := "HEAD is detached"

# A name that only the CI system vouches for is worth a look.
claimed(branch) := {{
	"subject": branch.name,
	"message": sprintf("only the CI system says that this is `%s`: no ref confirms it", [branch.name]),
	"fix": sprintf("git fetch origin %s", [shell.quote(branch.name)]),
	"level": "warn",
}} if {
	branch.name != null
	branch.source == "claimed"
}

else := set()

# The branch of that line: the one that there is, or the name of one to be made.
named(branches, kind, line, new) := existing if {
	existing := names(branches, kind, line)[0]
}

else := new

# `options` follow the name of a branch that has to be made.
switch_to(branches, kind, line, options) := sprintf("git switch %s", [shell.quote(existing)]) if {
	existing := names(branches, kind, line)[0]
}

else := sprintf("git switch -c %s", [concat(" ", [shell.quote(word) | some word in options])])

names(branches, kind, line) := sort({branch.name |
	some branch in branches
	branch.kind == kind
	branch.line == line
})
