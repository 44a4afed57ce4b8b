# METADATA
# title: Set of others
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_of_others

deny contains {"subject": "demo", "message": "it is so"} if {
    {change.path | some change in input.facts.worktree.changes} == {1, 2}
#   ^ never equal
}
