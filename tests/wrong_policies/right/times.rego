# METADATA
# title: Releases are made on working days
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.times

now := input.clock.seconds * 1000000000

day := time.weekday(now)

today := time.date(now)

deny contains {"subject": "day", "message": sprintf("today is %s", [day])} if {
	day in {"Saturday", "Sunday"}
	not input.facts.worktree.clean
}

deny contains {"subject": "day", "message": sprintf("it is %d-%02d", [year, month])} if {
	[year, month, _] := today
	month == 12
	time.parse_rfc3339_ns(input.clock.now) > time.parse_rfc3339_ns("2020-01-01T00:00:00Z")
	year > 2020
}

deny contains {"subject": "hour", "message": "too early"} if {
	[hour, _, _] := time.clock(now)
	hour < 6
	time.add_date(now, 0, 1, 0) > now
}
