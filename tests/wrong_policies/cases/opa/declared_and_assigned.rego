# METADATA
# title: Declared and assigned
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.declared_and_assigned

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    some level
    level := input.clock.seconds
#   ^ `level`
    level == 1
}
