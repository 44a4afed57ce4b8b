# METADATA
# title: Largest
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.largest

deny contains {"subject": "demo", "message": "it is so"} if {
    max([tag.time | some tag in input.facts.repository.tags]) > 5
#   ^ may be null
}
