# METADATA
# title: Import of a keyword
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.import_of_a_keyword

import input.if
#            ^ `if`

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}
