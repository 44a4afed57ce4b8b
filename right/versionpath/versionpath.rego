# METADATA
# title: Trial versionpath
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [versions]
#   fix: Do it the other way.
#   source: Our process
package policy.t.versionpath

import input.facts.versions

deny contains {"subject": "s", "message": d.path} if {
	some d in versions.declarations
	d.role == "project"
	d.version == null
}

