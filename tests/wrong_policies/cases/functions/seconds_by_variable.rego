# METADATA
# title: Seconds by variable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.seconds_by_variable

deny contains {"subject": commit.id, "message": "was written at night"} if {
    some commit in input.facts.changes.commits
    written := commit.author.time
    [hour, _, _] := time.clock([written, "Europe/Vienna"])
#                               ^ is in seconds
    hour < 6
}
