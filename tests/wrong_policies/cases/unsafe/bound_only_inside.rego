# METADATA
# title: Bound only inside
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.bound_only_inside

deny contains {"subject": "demo", "message": "it is so"} if {
    every n in [1] {
        n > limit
#           ^ unsafe
    }
    not input.facts.worktree.clean
}
