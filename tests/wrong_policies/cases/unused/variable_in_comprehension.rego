# METADATA
# title: Variable in comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.variable_in_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    added := [change |
        some change in input.facts.worktree.changes
        path := change.path
#       ^ `path`
    ]
    count(added) > 1
}
