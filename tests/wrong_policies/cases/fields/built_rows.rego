# METADATA
# title: Built rows
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.built_rows

deny contains {"subject": "demo", "message": "it is so"} if {
    rows := [{"name": change.path} | some change in input.facts.worktree.changes]
    some row in rows
    row.path == "x"
#       ^ no field `path`
}
