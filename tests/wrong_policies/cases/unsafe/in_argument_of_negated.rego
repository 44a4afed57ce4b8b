# METADATA
# title: In argument of negated
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_argument_of_negated

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    not is_odd(x)
#              ^ unsafe
}

is_odd(x) if x == 3
