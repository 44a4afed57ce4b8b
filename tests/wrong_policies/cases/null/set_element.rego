# METADATA
# title: Set element
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.set_element

deny contains {"subject": "demo", "message": "it is so"} if {
    some time in times
    time < 5
#   ^ may be null
}

times contains tag.time if some tag in input.facts.repository.tags
