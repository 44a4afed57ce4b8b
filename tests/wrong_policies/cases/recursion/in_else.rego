# METADATA
# title: In else
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_else

deny contains {"subject": "demo", "message": "it is so"} if {
    level(3) > 1
}

level(n) := 1 if input.facts.worktree.clean

else := level(n + 1)
# error 17:1 need itself
