# METADATA
# title: Default with a body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_with_a_body

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    is_shut
}

default is_shut := true if 1 == 1
#                       ^ `if`
