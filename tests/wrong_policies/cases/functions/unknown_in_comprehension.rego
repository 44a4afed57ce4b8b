# METADATA
# title: Unknown in comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_in_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    names := {shorten(change.path) | some change in input.facts.worktree.changes}
#             ^ no function `shorten`
    count(names) > 1
}
