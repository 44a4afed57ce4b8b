# METADATA
# title: Index variable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.index_variable

deny contains {"subject": "demo", "message": "it is so"} if {
    some i
    input.facts.worktree.changes[i].pth == "x"
#                                   ^ no field `pth`
}
