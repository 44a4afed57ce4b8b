# METADATA
# title: Nothing of own library
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.nothing_of_own_library

import data.policy.lib.sizes

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(input.facts.worktree.changes) > sizes.limt
#                                         ^ no `limt`
}
