# METADATA
# title: Two functions
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.two_functions

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    is_odd(3)
}

is_odd(n) if is_even(n - 1)

is_even(n) if is_odd(n - 1)
# error 18:1 need itself
