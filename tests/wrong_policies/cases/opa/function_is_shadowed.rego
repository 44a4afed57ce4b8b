# METADATA
# title: Function is shadowed
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_is_shadowed

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count := 3
    count([]) == count
#   ^ `count`
}
