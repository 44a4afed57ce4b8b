# METADATA
# title: Number wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.number_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    substring(change.path, "0", 3) == "a"
#                          ^ `substring`
}
