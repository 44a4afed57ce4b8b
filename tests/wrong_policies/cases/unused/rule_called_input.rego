# METADATA
# title: Rule called input
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.rule_called_input

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > 0
}

input := {"facts": {"worktree": {"changes": []}}}
# error 17:1 input cannot be shadowed
