# METADATA
# title: Time wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.time_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    time.parse_rfc3339_ns(input.clock.seconds) > 1
#                         ^ `time.parse_rfc3339_ns`
}
