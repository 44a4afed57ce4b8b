# METADATA
# title: In nested head
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_nested_head

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

table[key].low := 1 if input.facts.worktree.clean
#     ^ unsafe
