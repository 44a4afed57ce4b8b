# METADATA
# title: Built row
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.built_row

deny contains {"subject": "demo", "message": "it is so"} if {
    some row in [{"time": tag.time} | some tag in input.facts.repository.tags]
    row.time < 5
#   ^ may be null
}
