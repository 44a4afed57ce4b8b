# METADATA
# title: Not in this engine
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.not_in_this_engine

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    crypto.sha256(change.path) == "a"
#   ^ `crypto.sha256`
}
