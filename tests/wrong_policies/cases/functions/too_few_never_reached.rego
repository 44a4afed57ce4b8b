# METADATA
# title: Too few never reached
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.too_few_never_reached

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

unused_so_far(x) if startswith(x)
#                   ^ argument
