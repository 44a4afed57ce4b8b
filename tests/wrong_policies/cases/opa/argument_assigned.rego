# METADATA
# title: Argument assigned
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.argument_assigned

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    weight(change) > 1
}

weight(change) := 3 if {
    change.staged
    change := 2
#   ^ `change`
    change > 1
}
