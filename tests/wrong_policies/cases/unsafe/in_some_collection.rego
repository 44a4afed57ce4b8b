# METADATA
# title: In some collection
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_some_collection

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    some item in items
#                ^ unsafe
    item == 1
}
