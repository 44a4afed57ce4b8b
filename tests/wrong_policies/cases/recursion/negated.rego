# METADATA
# title: Negated
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.negated

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    open
}

open if not shut

shut if not open
# error 18:1 need itself
