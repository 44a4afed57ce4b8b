# METADATA
# title: Default of function twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_of_function_twice

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    limit(change.path) < 3
}

default limit(_) := 1

default limit(_) := 2

limit(x) := 3 if x == "b"
# error 20:1 default
