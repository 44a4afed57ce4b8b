# METADATA
# title: Walk of input
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.walk_of_input

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    walk(input, [_, leaf])
#        ^ `input`
    leaf == "x"
}
