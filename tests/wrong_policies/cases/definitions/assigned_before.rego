# METADATA
# title: Assigned before
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.assigned_before

deny contains {"subject": "demo", "message": "it is so"} if {
    some name in ["a", "b"]
    name := "b"
#   ^ `name`
    count(name) > 0
    input.facts.worktree.clean
}
