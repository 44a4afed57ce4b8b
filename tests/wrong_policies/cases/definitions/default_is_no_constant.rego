# METADATA
# title: Default is no constant
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_is_no_constant

deny contains {"subject": "demo", "message": "it is so"} if {
    limit < 3
    input.facts.worktree.clean
}

default limit := input.clock.seconds

limit := 3 if input.release.type == "minor"
# error 18:1 default
