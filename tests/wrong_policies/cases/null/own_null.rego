# METADATA
# title: Own null
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.own_null

deny contains {"subject": "demo", "message": "it is so"} if {
    limit < count(input.facts.worktree.changes)
#   ^ may be null
}

limit := null if input.facts.worktree.clean

else := 3
