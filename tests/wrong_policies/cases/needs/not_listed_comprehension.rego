# METADATA
# title: Not listed comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.not_listed_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    ids := [commit.id | some commit in input.facts.changes.commits]
#                                      ^ not listed in `needs`
    count(ids) > 3
}
