# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source:
#     - Version Management / Version Bumping Process / Commit both
#     - Version Management / Version Bumping Process / Comit both
package relcheck.policy.demo.no_such_words

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 12:9 nothing below
