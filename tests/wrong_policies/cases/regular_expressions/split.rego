# METADATA
# title: Split
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.split

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    count(regex.split(`a)`, change.path)) > 1
#                     ^ regular expression
}
