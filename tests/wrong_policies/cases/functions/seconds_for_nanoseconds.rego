# METADATA
# title: Seconds for nanoseconds
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.seconds_for_nanoseconds

deny contains {"subject": "day", "message": "no release on a Friday"} if {
    count(input.facts.changes.commits) > 0
    time.weekday(input.clock.seconds) == "Friday"
#                ^ is in seconds
}
