# METADATA
# title: Assigned twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.assigned_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    level := 1
    level := 2
#   ^ `level`
    level > 1
    input.facts.worktree.clean
}
