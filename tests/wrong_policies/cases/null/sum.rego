# METADATA
# title: Sum
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.sum

deny contains {"subject": "demo", "message": "it is so"} if {
    sum([tag.time | some tag in input.facts.repository.tags]) > 5
#       ^ null
}
