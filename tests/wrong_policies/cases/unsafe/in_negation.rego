# METADATA
# title: In negation
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_negation

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    not level == 1
#       ^ unsafe
}
