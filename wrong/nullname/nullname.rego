# METADATA
# title: Trial nullname
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do it the other way.
#   source: Our process
package policy.t.nullname

deny contains {"subject": "s", "message": "x"} if { startswith(input.facts.repository.branch.name, "x") }
