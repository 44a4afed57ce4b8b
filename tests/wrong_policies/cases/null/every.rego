# METADATA
# title: Every
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.every

deny contains {"subject": "demo", "message": "it is so"} if {
    every tag in input.facts.repository.tags {
        tag.time < 5
#       ^ may be null
    }
}
