# METADATA
# title: Text wanted second
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_wanted_second

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    endswith(change.path, 3)
#                         ^ number
}
