# METADATA
# title: Rule called
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.rule_called

deny contains {"subject": "demo", "message": "it is so"} if {
    tree("clean")
#   ^ `tree`
}

tree := input.facts.worktree
