# METADATA
# title: Misspelt choice function
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.misspelt_choice_function

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    has(change, "modifed")
#   ^ always undefined
}

has(change, status) if change.status == status
