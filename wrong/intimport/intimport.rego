# METADATA
# title: Trial intimport
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do it the other way.
#   source: Our process
package policy.t.intimport

import input.facts.changs
deny contains {"subject": "s", "message": "x"} if count(changs.commits) > 1
