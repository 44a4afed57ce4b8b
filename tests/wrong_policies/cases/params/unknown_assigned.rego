# METADATA
# title: Unknown assigned
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_assigned

deny contains {"subject": "demo", "message": "it is so"} if {
    params := data.relcheck.params.demo.unknown_assigned
    count(input.facts.worktree.changes) > params.mxa
#                                                ^ `mxa`
}
