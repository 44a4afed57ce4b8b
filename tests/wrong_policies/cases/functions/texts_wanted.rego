# METADATA
# title: Texts wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.texts_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    concat(", ", [change.staged | some change in input.facts.worktree.changes]) == "a"
#                ^ `concat`
}
