# METADATA
# title: Guard of another field
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guard_of_another_field

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    tag.commit != null
    tag.time < 5
#   ^ may be null
}
