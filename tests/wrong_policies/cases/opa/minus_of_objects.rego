# METADATA
# title: Minus of objects
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.minus_of_objects

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(input.project - {"name"}) > 1
#         ^ `input.project`
}
