# METADATA
# title: Every over text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every_over_text

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    every letter in change.path {
#                   ^ text
        letter != "/"
    }
}
