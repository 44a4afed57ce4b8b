# METADATA
# title: Argument is a call
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.argument_is_a_call

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    is_odd(3)
}

is_odd(count([1])) if input.facts.worktree.clean
#      ^ call
