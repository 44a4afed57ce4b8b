# METADATA
# title: Iterated facts
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.iterated_facts

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    some name, _ in input.facts
#                   ^ `input.facts`
    count(name) > 3
}
