# METADATA
# title: Join by index
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.join_by_index

deny contains {"subject": "demo", "message": "it is so"} if {
    some i, j
    input.facts.changes.commits[i].id == input.facts.repository.tags[j].commit
#                                        ^ warn: loop
}
