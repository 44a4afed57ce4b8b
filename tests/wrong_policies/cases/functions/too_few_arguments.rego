# METADATA
# title: Too few arguments
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.too_few_arguments

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    startswith(change.path)
#   ^ argument
}
