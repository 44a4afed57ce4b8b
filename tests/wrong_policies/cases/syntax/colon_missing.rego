# METADATA
# title: Colon missing
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.colon_missing

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    table := {"a" 1}
#                 ^ expect
    count(table) > 1
}
