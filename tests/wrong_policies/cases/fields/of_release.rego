# METADATA
# title: Of release
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.of_release

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.release.typ == "minor"
#                 ^ no field `typ`
}
