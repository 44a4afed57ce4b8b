# METADATA
# title: Value and part
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.value_and_part

deny contains {"subject": "demo", "message": "it is so"} if {
    limits.low < 3
    input.facts.worktree.clean
}

limits := {"high": 2}

limits.low := 1
# error 20:1 `limits`
