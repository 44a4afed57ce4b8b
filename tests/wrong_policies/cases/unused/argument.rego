# METADATA
# title: Argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.argument

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    is_odd(3, 4)
}

is_odd(a, b) if a == 3
#         ^ `b`
