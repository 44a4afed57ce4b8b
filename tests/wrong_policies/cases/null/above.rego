# METADATA
# title: Above
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.above

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    commit.pull_request > 100
#   ^ may be null
}
