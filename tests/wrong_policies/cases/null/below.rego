# METADATA
# title: Below
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.below

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    tag.time < input.clock.seconds
#   ^ may be null
}
