# METADATA
# title: Variable of input
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.variable_of_input

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    some part in ["release", "project"]
    input[part] == 1
#   ^ `input`
}
