# METADATA
# title: Of no rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.of_no_rule

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > data.relcheck.params.demo.max
#                                         ^ another rule
}
