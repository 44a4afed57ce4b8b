# METADATA
# title: Trial skipmajor
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.skipmajor

not_applicable contains "major releases need none" if input.release.type == "major"

deny contains {"subject": "s", "message": "no"} if {
	every c in input.facts.changes.commits { c.signed == false }
}

