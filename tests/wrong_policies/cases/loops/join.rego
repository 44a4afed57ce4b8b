# METADATA
# title: Join
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.join

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    some tag in input.facts.repository.tags
#   ^ warn: loop
    tag.commit == commit.id
}
