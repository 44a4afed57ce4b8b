# METADATA
# title: Text of number
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_of_number

deny contains {"subject": "demo", "message": "it is so"} if {
    message := sprintf("%s changes", [count(input.facts.worktree.changes)])
#                      ^ verb
    message != ""
}
