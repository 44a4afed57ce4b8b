# METADATA
# title: Rule value
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.rule_value

tree := input.facts.worktree

deny contains {"subject": "demo", "message": "it is so"} if {
    tree.claen
#        ^ no field `claen`
}
