# METADATA
# title: Comprehension in loop
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.comprehension_in_loop

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    tags := [tag.name | some tag in input.facts.repository.tags; tag.commit == commit.id]
#           ^ warn: loop
    count(tags) > 1
}
