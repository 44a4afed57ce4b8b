# METADATA
# title: Trial release_type
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.release_type

deny contains {"subject": "s", "message": "x"} if { input.release.type == "Major"; count(input.facts.changes.commits) > 1 }
