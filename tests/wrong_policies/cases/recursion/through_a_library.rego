# METADATA
# title: Through a library
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.through_a_library

import data.policy.lib.ping

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    ping.hit(3)
}
