# METADATA
# title: Else branch
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.else_branch

deny contains {"subject": "demo", "message": "it is so"} if {
    some tag in input.facts.repository.tags
    age(tag) > 3
}

age(tag) := 1 if tag.time == 5

else := input.clock.seconds - tag.time
#                             ^ may be null
