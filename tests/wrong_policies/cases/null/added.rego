# METADATA
# title: Added
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.added

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    commit.pull_request + 1 == 3
#   ^ may be null
}
