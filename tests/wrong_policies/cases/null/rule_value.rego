# METADATA
# title: Rule value
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.rule_value

deny contains {"subject": "demo", "message": "it is so"} if {
    number < 5
#   ^ may be null
}

number := input.facts.changes.commits[0].pull_request
