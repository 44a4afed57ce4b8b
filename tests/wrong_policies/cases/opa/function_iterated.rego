# METADATA
# title: Function iterated
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_iterated

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    some x in is_odd
#             ^ `is_odd`
    x == 1
}

is_odd(x) if x == 3
