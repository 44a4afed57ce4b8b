# METADATA
# title: At most right
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.at_most_right

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    input.clock.seconds <= tag.time
#                          ^ may be null
}
