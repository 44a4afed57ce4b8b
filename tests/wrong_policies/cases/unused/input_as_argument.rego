# METADATA
# title: Input as argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.input_as_argument

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    is_odd(3, 4)
}

is_odd(input, n) if n == 3
#      ^ `input`
