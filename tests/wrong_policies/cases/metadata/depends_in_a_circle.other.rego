# METADATA
# title: Another tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   depends_on: [demo.depends_in_a_circle]
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.other

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}
