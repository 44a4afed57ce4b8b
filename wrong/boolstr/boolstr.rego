# METADATA
# title: Trial boolstr
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do it the other way.
#   source: Our process
package policy.t.boolstr

deny contains {"subject": "s", "message": "x"} if { input.facts.repository.shallow == "true" }
