# METADATA
# title: Object above number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_above_number

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.release.version != null
    input.release.version > 1
#   ^ an object
}
