# METADATA
# title: With unknown fact
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.with_unknown_fact

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}
