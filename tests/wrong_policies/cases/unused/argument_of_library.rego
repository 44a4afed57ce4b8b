# METADATA
# title: Argument of library
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.argument_of_library

import data.policy.lib.odd

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    odd.is_odd(3, 4)
}
