# METADATA
# title: Trial countnum
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.countnum

deny contains {"subject": "s", "message": "x"} if { count(input.facts.changes.commits[0].author.time) > 4 }
