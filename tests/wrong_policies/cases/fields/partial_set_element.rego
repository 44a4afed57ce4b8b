# METADATA
# title: Partial set element
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.partial_set_element

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in fresh
    change.pth == "x"
#          ^ no field `pth`
}

fresh contains change if {
    some change in input.facts.worktree.changes
    change.status == "added"
}
