# METADATA
# title: Never read first
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.never_read_first

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 8:13 never read
