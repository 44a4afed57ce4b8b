# METADATA
# title: Function argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_argument

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    is_old(tag.time)
}

is_old(time) if time < 5
#               ^ may be null
