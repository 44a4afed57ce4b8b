# METADATA
# title: Switch with number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.switch_with_number

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean == 1
#   ^ never equal
}
