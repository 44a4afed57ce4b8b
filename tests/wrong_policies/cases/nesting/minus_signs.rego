# METADATA
# title: Minus signs
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.minus_signs

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    deep := - - - - - - - - - 1
#                           ^ minus
    deep != 1
}
