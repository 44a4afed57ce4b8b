# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Version Management / Version Bumping Process
package relcheck.policy.demo.library_of_a_project

import data.policy.lib.sizes

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}
# error 13:1 not allowed
