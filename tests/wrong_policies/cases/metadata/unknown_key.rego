# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stagse: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_key

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 5:5 `stagse`
