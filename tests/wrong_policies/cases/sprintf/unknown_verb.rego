# METADATA
# title: Unknown verb
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_verb

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    message := sprintf("it is %y", [change.path])
#                      ^ verb
    message != ""
}
