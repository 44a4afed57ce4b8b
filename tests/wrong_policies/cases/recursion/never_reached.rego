# METADATA
# title: Never reached
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.never_reached

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
}

spin(x) := spin(x)
# error 17:1 need itself
