# METADATA
# title: Rule value with body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.rule_value_with_body

deny contains {"subject": "demo", "message": "it is so"} if {
    tree.claen
#        ^ no field `claen`
}

tree := found if {
    found := input.facts.worktree
    count(found.changes) > 0
}
