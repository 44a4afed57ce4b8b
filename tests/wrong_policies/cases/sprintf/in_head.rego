# METADATA
# title: In head
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_head

deny contains {"subject": change.path, "message": sprintf("%s and %s", [change.path])} if {
#                                                         ^ verb
    some change in input.facts.worktree.changes
}
