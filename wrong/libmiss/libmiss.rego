# METADATA
# title: Trial libmiss
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.libmiss

import data.relcheck.lib.txt
deny contains {"subject": "s", "message": "x"} if { txt.plural(count(input.facts.changes.commits)) == "x" }
