# METADATA
# title: Text as list
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_as_list

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    concat(", ", data.relcheck.params.demo.text_as_list.max) == "a"
#                ^ number
}
