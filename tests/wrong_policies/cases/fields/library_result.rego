# METADATA
# title: Library result
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.library_result

import data.policy.lib.sizes

deny contains {"subject": "demo", "message": "it is so"} if {
    first := sizes.first(input.facts.worktree.changes)
    first.pth != ""
#         ^ no field `pth`
}
