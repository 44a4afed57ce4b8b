# METADATA
# title: List element with number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.list_element_with_number

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    some pattern in data.relcheck.params.demo.list_element_with_number.patterns
    pattern == 3
#   ^ never equal
}
