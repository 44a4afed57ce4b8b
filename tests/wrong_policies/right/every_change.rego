# METADATA
# title: All that changed is staged
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every_change

all_staged if {
	every change in input.facts.worktree.changes {
		change.staged
		change.status != "conflicted"
	}
}

in_order if {
	every i, change in input.facts.worktree.changes {
		i < 1000
		change.path != ""
	}
}

deny contains {"subject": "tree", "message": "some changes are not staged"} if not all_staged

deny contains {"subject": "tree", "message": "too many changes"} if not in_order
