# METADATA
# title: Every
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every

deny contains {"subject": "demo", "message": "it is so"} if {
    every change in input.facts.worktree.changes {
        change.stagd
#              ^ no field `stagd`
    }
}
