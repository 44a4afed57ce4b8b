# METADATA
# title: Listed twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree, worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.listed_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 8:23 listed twice
