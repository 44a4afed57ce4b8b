# METADATA
# title: Hides builtin
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.hides_builtin

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > 1
}

count(list) := 1 if list == []
# error 17:1 hides
