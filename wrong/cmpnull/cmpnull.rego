# METADATA
# title: Trial cmpnull
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.cmpnull

deny contains {"subject": "s", "message": "x"} if { input.facts.changes.commits == null }
