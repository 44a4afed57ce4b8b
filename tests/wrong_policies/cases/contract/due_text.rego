# METADATA
# title: Due text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.due_text

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

due := input.clock.now
#      ^ number
