# METADATA
# title: Trial stage
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.stage

deny contains {"subject": "s", "message": "x"} if { input.release.stage == "prerelease"; count(input.facts.changes.commits) > 1 }
