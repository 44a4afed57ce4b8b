# METADATA
# title: In comprehension body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_comprehension_body

deny contains {"subject": "demo", "message": "it is so"} if {
    odd := [change | some change in input.facts.worktree.changes; change.path != path]
#                                                                                ^ unsafe
    count(odd) > 1
}
