# METADATA
# title: Every variable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every_variable

deny contains {"subject": "demo", "message": "it is so"} if {
    every change in input.facts.worktree.changes {
#         ^ `change`
        input.facts.worktree.clean
    }
}
