# METADATA
# title: Body without if
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.body_without_if

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

is_shut { input.facts.worktree.clean }
#       ^ `if`
