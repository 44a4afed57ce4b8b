# METADATA
# title: Set of itself
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_of_itself

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    count(reached) > 3
}

reached contains x if some x in reached
# error 18:1 need itself
