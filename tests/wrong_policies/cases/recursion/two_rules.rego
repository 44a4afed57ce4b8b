# METADATA
# title: Two rules
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.two_rules

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    is_odd
}

is_odd if is_even

is_even if is_odd
# error 18:1 need itself
