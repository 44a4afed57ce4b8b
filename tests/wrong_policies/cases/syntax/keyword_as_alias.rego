# METADATA
# title: Keyword as alias
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.keyword_as_alias

import input.facts.worktree as if
#                              ^ `if`

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}
