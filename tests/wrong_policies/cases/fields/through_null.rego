# METADATA
# title: Through null
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.through_null

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.release.previous.version.mayor > 1
#                                  ^ no field `mayor`
}
