# METADATA
# title: Function counted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_counted

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(is_odd) > 1
#         ^ `is_odd`
}

is_odd(x) if x == 3
