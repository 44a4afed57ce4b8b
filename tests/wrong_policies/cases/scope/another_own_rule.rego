# METADATA
# title: Another own rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.another_own_rule

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(data.policy.demo.other.deny) > 0
#         ^ cannot be read here
}
