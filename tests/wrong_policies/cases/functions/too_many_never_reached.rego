# METADATA
# title: Too many never reached
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.too_many_never_reached

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

unused_so_far if startswith("a", "b", "c", "d")
#                ^ argument
