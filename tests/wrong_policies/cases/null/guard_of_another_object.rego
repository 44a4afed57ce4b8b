# METADATA
# title: Guard of another object
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guard_of_another_object

deny contains {"subject": "demo", "message": "it is so"} if {
    some other in input.facts.repository.tags
    other.time != null
    some tag in input.facts.repository.tags
    tag.time < 5
#   ^ may be null
}
