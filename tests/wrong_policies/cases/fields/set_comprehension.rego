# METADATA
# title: Set comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    kinds := {change.kind | some change in input.facts.worktree.changes}
#                    ^ no field `kind`
    count(kinds) > 1
}
