# METADATA
# title: Set without contains
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_without_contains

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

list[1]
# error 17:1 contains
