# METADATA
# title: Nothing to repeat
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.nothing_to_repeat

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    regex.match(`*.md`, change.path)
#               ^ regular expression
}
