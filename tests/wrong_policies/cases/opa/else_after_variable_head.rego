# METADATA
# title: Else after variable head
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.else_after_variable_head

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

table[key] := 1 if some key in ["a"]

else := 2
# error 19:1 else
