# METADATA
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.no_title

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 3:3 `title` is missing
