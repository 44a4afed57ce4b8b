# METADATA
# title: After null guard
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.after_null_guard

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.release.previous != null
    input.release.previous.tga == "v1"
#                          ^ no field `tga`
}
