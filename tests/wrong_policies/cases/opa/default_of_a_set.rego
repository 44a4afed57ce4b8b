# METADATA
# title: Default of a set
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_of_a_set

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(list) > 1
}

default list := {1}

list contains 2
# error 20:1 `list`
