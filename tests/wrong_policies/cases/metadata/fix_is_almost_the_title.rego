# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: the tree is clean.
#   source: Our handbook
package policy.demo.fix_is_almost_the_title

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 9:10 title
