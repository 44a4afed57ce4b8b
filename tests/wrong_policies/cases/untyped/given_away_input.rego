# METADATA
# title: Given away input
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.given_away_input

deny contains {"subject": "demo", "message": "it is so"} if {
    is_odd(input)
#          ^ `input`
    input.facts.worktree.clean
}

is_odd(all) if all.release.type == "minor"
