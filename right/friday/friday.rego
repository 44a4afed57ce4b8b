# METADATA
# title: Trial friday
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: []
#   fix: Do it the other way.
#   source: Our process
package policy.t.friday

deny contains {"subject": "s", "message": "no releases on fridays"} if {
	time.weekday(input.clock.seconds * 1000000000) == "Friday"
}

