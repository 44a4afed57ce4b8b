# METADATA
# title: Trial sprintfd
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.sprintfd

deny contains {"subject": "s", "message": sprintf("%d", [c.subject])} if some c in input.facts.changes.commits
