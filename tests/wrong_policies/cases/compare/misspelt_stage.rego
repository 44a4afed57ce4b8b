# METADATA
# title: Misspelt stage
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.misspelt_stage

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.release.stage == "prerelease"
#   ^ never equal
}
