# METADATA
# title: Default with one argument twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_with_one_argument_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    size(1, 1) > 1
}

default size(a, a) := 1
#               ^ repeat
