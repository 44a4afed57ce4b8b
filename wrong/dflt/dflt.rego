# METADATA
# title: Trial dflt
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.dflt

default deny := set()
deny contains {"subject": "s", "message": "x"} if count(input.facts.changes.commits) > 1
