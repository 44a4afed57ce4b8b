# METADATA
# title: Guard inside comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guard_inside_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    dated := [other | some other in input.facts.repository.tags; other.time != null]
    count(dated) > 2
    tag.time < 5
#   ^ may be null
}
