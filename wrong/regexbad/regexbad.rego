# METADATA
# title: Trial regexbad
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.regexbad

deny contains {"subject": "s", "message": "x"} if { some c in input.facts.changes.commits; regex.match(`(?<!a)b`, c.subject) }
