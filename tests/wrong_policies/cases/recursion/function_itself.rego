# METADATA
# title: Function itself
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_itself

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    down(3)
}

down(n) if down(n - 1)
# error 18:1 need itself
