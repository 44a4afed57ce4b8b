# METADATA
# title: Object get path
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_get_path

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    object.get(input.release, ["version", "mayor"], 0) > 1
#                                         ^ no field `mayor`
}
