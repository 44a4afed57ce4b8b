# METADATA
# title: Never read
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree, changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.never_read

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 8:23 never read
