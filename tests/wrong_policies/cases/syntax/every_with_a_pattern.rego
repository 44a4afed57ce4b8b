# METADATA
# title: Every with a pattern
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every_with_a_pattern

deny contains {"subject": "demo", "message": "it is so"} if {
    every [a, b] in [[1, 2]] { a < b }
#         ^ expect
    not input.facts.worktree.clean
}
