# METADATA
# title: Import plain
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.import_plain

import input.facts.worktree

deny contains {"subject": "demo", "message": "it is so"} if {
    worktree.claen
#            ^ no field `claen`
}
