# METADATA
# title: Default twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    limit < 3
    input.facts.worktree.clean
}

default limit := 1

default limit := 2

limit := 3 if input.release.type == "minor"
# error 20:1 default
