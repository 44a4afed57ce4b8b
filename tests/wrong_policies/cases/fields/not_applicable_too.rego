# METADATA
# title: Not applicable too
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.not_applicable_too

not_applicable contains "nothing changed" if input.facts.worktree.claen
#                                                                 ^ no field `claen`

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}
