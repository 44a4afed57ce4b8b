# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   level: warn
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.key_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 8:5 duplicate
