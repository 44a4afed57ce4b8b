# METADATA
# title: Due set
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.due_set

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

due contains 3
# error 17:1 number
