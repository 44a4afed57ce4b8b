# METADATA
# title: Comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    old := {tag.name |
        some tag in input.facts.repository.tags
        tag.time < 5
#       ^ may be null
    }
    count(old) > 3
}
