# METADATA
# title: Negated
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.negated

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    not tag.time > 5
#       ^ may be null
}
