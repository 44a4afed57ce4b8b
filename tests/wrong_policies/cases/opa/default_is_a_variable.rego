# METADATA
# title: Default is a variable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_is_a_variable

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    limit > 1
}

default limit := other

other := 2
# error 18:1 default
