# METADATA
# title: One declared of two
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.one_declared_of_two

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    some x, y
#        ^ `x`
    y = input.clock.seconds
    y > 1
}
