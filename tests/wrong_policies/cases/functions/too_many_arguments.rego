# METADATA
# title: Too many arguments
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.too_many_arguments

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes, 1, 2)
#   ^ argument
}
