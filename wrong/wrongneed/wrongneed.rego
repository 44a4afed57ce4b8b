# METADATA
# title: Trial wrongneed
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do it the other way.
#   source: Our process
package policy.t.wrongneed

deny contains {"subject": "s", "message": "x"} if { count(input.facts.diffs.commits) > 4 }
