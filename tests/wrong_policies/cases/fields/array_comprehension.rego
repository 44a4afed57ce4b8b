# METADATA
# title: Array comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.array_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    paths := [change.pth | some change in input.facts.worktree.changes]
#                    ^ no field `pth`
    count(paths) > 3
}
