# METADATA
# title: Trial enumset
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do it the other way.
#   source: Our process
package policy.t.enumset

deny contains {"subject": "s", "message": "x"} if { some t in input.facts.repository.tags; t.kind in {"final", "rc"} }
