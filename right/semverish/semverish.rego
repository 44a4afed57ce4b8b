# METADATA
# title: Trial semverish
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do it the other way.
#   source: Our process
package policy.t.semverish

deny contains {"subject": "s", "message": "needs 1.0"} if {
	input.release.version != null
	input.release.version.major < 1
}

