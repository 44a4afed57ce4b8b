# METADATA
# title: Destructured partly
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.destructured_partly

deny contains {"subject": "demo", "message": "it is so"} if {
    {"changes": changes} := input.facts.worktree
#   ^ never equal
    count(changes) > 0
}
