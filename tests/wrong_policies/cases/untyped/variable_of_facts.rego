# METADATA
# title: Variable of facts
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.variable_of_facts

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    some name in ["worktree"]
    input.facts[name].clean
#   ^ `input.facts`
}
