# METADATA
# title: Unknown in library
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_in_library

import data.policy.lib.sizes

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    sizes.is_lrge(3)
#   ^ `is_lrge`
    change.staged
}
