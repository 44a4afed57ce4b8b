# METADATA
# title: Unequal types
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unequal_types

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.clock.seconds != "2026-01-01"
#   ^ never equal
}
