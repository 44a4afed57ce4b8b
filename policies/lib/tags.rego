package relcheck.lib.tags

import data.relcheck.lib.commit
import data.relcheck.lib.version

# The tags that have taken the version, or its final release, away from HEAD.
taking(repository, wanted) := {tag |
	some tag in repository.tags
	takes(tag, wanted)
	not is_on_head(tag, repository.head)
	not repairs_head(tag, repository, wanted)
}

# A post-release of what HEAD was released as.
repairs_head(tag, repository, wanted) if {
	version.is_post_release(tag.version)
	some own in repository.tags
	own.version.normal == wanted.normal
	is_on_head(own, repository.head)
}

takes(tag, wanted) if {
	tag.kind == "final"
	tag.version.core == wanted.core
	not version.is_post_release(wanted)
}

takes(tag, wanted) if {
	tag.kind == "final"
	version.is_post_release(wanted)
	tag.version.normal == wanted.normal
}

takes(tag, wanted) if {
	tag.kind == "pre-release"
	tag.version.normal == wanted.normal
}

is_on_head(tag, head) if {
	head != null
	tag.commit == head.commit
}

# The pre-releases of the same final release that a pre-release must be above.
above(repository, wanted) := {tag |
	wanted.pre != null
	some tag in repository.tags
	tag.kind == "pre-release"
	tag.version.core == wanted.core
	version.is_below(wanted, tag.version)
}

# Where to look: nowhere, if the commit is not in this clone.
evidence(tag) := {"commit": tag.commit} if tag.commit != null

else := {}

target(tag) := sprintf("commit %s", [commit.short(tag.commit)]) if tag.commit != null

else := "a commit that is not in this clone"
