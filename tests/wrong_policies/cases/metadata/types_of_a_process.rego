# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [process]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.types_of_a_process

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 6:12 `process`
