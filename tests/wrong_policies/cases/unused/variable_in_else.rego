# METADATA
# title: Variable in else
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.variable_in_else

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

level := 1 if input.facts.worktree.clean

else := 2 if {
    now := input.clock.seconds
#   ^ `now`
}
