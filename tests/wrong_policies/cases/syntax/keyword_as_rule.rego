# METADATA
# title: Keyword as rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.keyword_as_rule

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

if := 1
# error 17:1 `if`
