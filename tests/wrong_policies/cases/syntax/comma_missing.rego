# METADATA
# title: Comma missing
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.comma_missing

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    list := [1 2]
#              ^ expect
    count(list) > 1
}
