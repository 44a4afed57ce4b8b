# METADATA
# title: Set wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    count(union(input.facts.worktree.changes)) > 1
#               ^ `union`
}
