# METADATA
# title: Deprecated all
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.deprecated_all

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    all([change.staged])
#   ^ `all`
}
