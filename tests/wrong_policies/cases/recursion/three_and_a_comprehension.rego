# METADATA
# title: Three and a comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.three_and_a_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    count(one) > 3
}

one := [x | some x in two]

two contains x if some x in three

three := one
# error 18:1 need itself
