# METADATA
# title: Guard is only truth
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guard_is_only_truth

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    not commit.pull_request
    commit.pull_request < 5
#   ^ null
}
