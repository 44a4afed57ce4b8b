# METADATA
# title: On a later line
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.on_a_later_line

deny contains {"subject": "demo", "message": "it is so"} if {
    text := concat(
        ", ",
        [change.pth | some change in input.facts.worktree.changes],
#               ^ no field `pth`
    )
    text != ""
}
