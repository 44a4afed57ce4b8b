# METADATA
# title: Not listed in function
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.not_listed_in_function

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    is_long(3)
}

is_long(most) if count(input.facts.changes.commits) > most
#                      ^ not listed in `needs`
