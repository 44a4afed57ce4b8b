# METADATA
# title: Matched
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.matched

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    regex.match(`^a`, tag.tagger)
#                     ^ may be null
}
