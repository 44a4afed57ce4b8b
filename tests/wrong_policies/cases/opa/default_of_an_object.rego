# METADATA
# title: Default of an object
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_of_an_object

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(table) > 1
}

default table := {}

table["a"] := 2
# error 20:1 `table`
