# METADATA
# title: Misspelt choice nullable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.misspelt_choice_nullable

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    input.release.type == "pach"
#   ^ never equal
}
