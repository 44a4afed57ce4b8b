# METADATA
# title: Array with set
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.array_with_set

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.changes == set()
#   ^ never equal
}
