# METADATA
# title: Guard in another body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.guard_in_another_body

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    tag.time != null
    tag.time < 5
}

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    tag.time < 9
#   ^ may be null
}
