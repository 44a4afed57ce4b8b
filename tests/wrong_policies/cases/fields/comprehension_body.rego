# METADATA
# title: Comprehension body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.comprehension_body

deny contains {"subject": "demo", "message": "it is so"} if {
    added := [change.path |
        some change in input.facts.worktree.changes
        change.stauts == "added"
#              ^ no field `stauts`
    ]
    count(added) > 1
}
