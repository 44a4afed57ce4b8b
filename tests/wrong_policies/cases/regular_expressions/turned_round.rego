# METADATA
# title: Turned round
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.turned_round

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    regex.match(`a{3,2}`, change.path)
#               ^ regular expression
}
