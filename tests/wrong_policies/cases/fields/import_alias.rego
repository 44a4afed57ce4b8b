# METADATA
# title: Import alias
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.import_alias

import input.facts.worktree as tree

deny contains {"subject": "demo", "message": "it is so"} if {
    tree.claen
#        ^ no field `claen`
}
