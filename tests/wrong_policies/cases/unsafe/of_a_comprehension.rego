# METADATA
# title: Of a comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.of_a_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    paths := [path | some change in input.facts.worktree.changes; path := change.path]
    count(paths) > 1
    path != "a"
#   ^ unsafe
}
