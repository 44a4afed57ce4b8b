package relcheck.lib.pushed

import data.relcheck.lib.shell

# Whether a remote is known to have a tag: by the CI system, which was started by it, or by tags of remotes
# that were fetched to a place of their own. Relcheck asks no remote itself.
is_pushed(ci, _, tag) if {
	ci != null
	ci.tag != null
	ci.tag.value == tag
	ci.tag.confirmed == true
}

is_pushed(_, remote_tags, tag) if {
	some remote in remote_tags
	remote.name == tag
	remote.same
}

# The remotes that have another tag of one of these names.
moved(remote_tags, names) := {finding |
	some remote in remote_tags
	remote.name in names
	not remote.same
	finding := {
		"subject": remote.name,
		"message": sprintf("`%s` has another tag `%s` than this clone", [remote.remote, remote.name]),
		"fix": sprintf("git push --force %s %s, or git fetch --tags --force", [shell.quote(remote.remote), shell.quote(remote.name)]),
	}
}

# What is not known of tags of these names.
unclear(ci, remote_tags, names) := {reason |
	some name in names
	not is_pushed(ci, remote_tags, name)
	reason := {
		"reason": sprintf("nothing here tells whether a remote has the tag `%s`", [name]),
		"fix": sprintf("git push origin %s && git fetch origin '+refs/tags/*:refs/remotes/origin/tags/*'", [shell.quote(name)]),
	}
}
