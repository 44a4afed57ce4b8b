package relcheck.lib.pushed

import data.relcheck.lib.commit
import data.relcheck.lib.shell

# Whether a remote is known to have a tag: by the CI system, which was started by it, or by tags of remotes
# that were fetched to a place of their own. Relcheck asks no remote itself.
is_pushed(ci, _, tag) if {
	is_started_by(ci, tag)
	ci.tag.confirmed == true
	not is_for_another(ci)
}

is_pushed(_, remote_tags, tag) if {
	some remote in remote_tags
	remote.name == tag
	remote.same
}

is_started_by(ci, tag) if {
	ci != null
	ci.tag != null
	ci.tag.value == tag
}

# Whether the CI system runs for another commit than HEAD: then its tag is on that one.
is_for_another(ci) if {
	ci.commit != null
	ci.commit.confirmed == false
}

# What the CI system was started by: a tag of one of these names on another commit than HEAD.
moved_since(ci, names) := {finding |
	some name in names
	is_started_by(ci, name)
	is_for_another(ci)
	finding := {
		"subject": name,
		"message": sprintf("the tag `%s` that started the CI system is on %s, and here it is on HEAD", [name, commit.short(ci.commit.value)]),
		"fix": sprintf("git checkout %s && git fetch --tags --force, or push the tag of this commit and have it judged there", [shell.quote(ci.commit.value)]),
	}
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
