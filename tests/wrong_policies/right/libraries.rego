# METADATA
# title: Libraries of both kinds
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.libraries

import data.policy.lib.depth
import data.policy.lib.sizes
import data.relcheck.lib.commit
import data.relcheck.lib.text as words

deny contains {"subject": commit.short(first.id), "message": words.quoted(first.subject)} if {
	left := commit.standing(input.facts.changes.commits)
	sizes.is_large(count(left))
	first := sizes.first(left)
}

deny contains {"subject": "history", "message": words.counted(sizes.limit, "commit", "commits")} if {
	depth.is_cut_off
	data.relcheck.lib.text.cut("a", 3) == "a"
}
