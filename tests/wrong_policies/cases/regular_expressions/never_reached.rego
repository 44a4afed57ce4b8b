# METADATA
# title: Never reached
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.never_reached

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    change.staged
}

unused_so_far(text) if regex.match(`^(a`, text)
#                                  ^ regular expression
