# METADATA
# title: Index text of array
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.index_text_of_array

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.changes["0"].staged
#                                ^ a list
}
