# METADATA
# title: Joined
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.joined

deny contains {"subject": "demo", "message": "it is so"} if {
    concat(", ", [tag.tagger | some tag in input.facts.repository.tags]) == "a"
#                ^ null
}
