# METADATA
# title: Of another rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.of_another_rule

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > data.relcheck.params.docs.changelog.max_days_ahead
#                                         ^ another rule
}
