# METADATA
# title: Declared twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.declared_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    some level
    some level
#        ^ `level`
    level = input.clock.seconds
    not input.facts.worktree.clean
}
