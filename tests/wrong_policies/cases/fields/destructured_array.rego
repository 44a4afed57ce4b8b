# METADATA
# title: Destructured array
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.destructured_array

deny contains {"subject": "demo", "message": "it is so"} if {
    [tree, _] := [input.facts.worktree, 1]
    tree.claen
#        ^ no field `claen`
}
