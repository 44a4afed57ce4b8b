# METADATA
# title: Number may be null
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.number_may_be_null

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    message := sprintf("#%d", [commit.pull_request])
#                      ^ null
    message != ""
}
