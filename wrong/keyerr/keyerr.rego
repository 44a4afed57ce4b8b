# METADATA
# title: Trial keyerr
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do it the other way.
#   source: Our process
package policy.t.keyerr

deny contains {"subject": "s", "message": "x"} if { input.release.versions.major > 1 }
