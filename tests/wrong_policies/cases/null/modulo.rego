# METADATA
# title: Modulo
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.modulo

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    commit.pull_request % 2 == 1
#   ^ may be null
}
