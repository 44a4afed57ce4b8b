# METADATA
# title: Not listed import
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.not_listed_import

import input.facts.changes

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(changes.commits) > 3
#         ^ not listed in `needs`
}
