# METADATA
# title: Delimiters wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.delimiters_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    glob.match("*.md", "/", change.path)
#                      ^ `glob.match`
}
