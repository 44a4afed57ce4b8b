# METADATA
# title: None of the choices
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.none_of_the_choices

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    data.relcheck.params.demo.none_of_the_choices.mode == "strikt"
#   ^ never equal
}
