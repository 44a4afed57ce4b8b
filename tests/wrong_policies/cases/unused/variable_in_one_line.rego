# METADATA
# title: Variable in one line
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.variable_in_one_line

deny contains {"subject": "demo", "message": "it is so"} if {
    list := {y | y := 3; z := input.clock.seconds}
#                        ^ `z`
    not input.facts.worktree.clean
    count(list) > 0
}
