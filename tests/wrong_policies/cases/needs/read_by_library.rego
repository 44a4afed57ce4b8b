# METADATA
# title: Read by library
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.read_by_library

import data.policy.lib.depth

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    depth.is_cut_off
}

# error 11:1 not listed in `needs`
