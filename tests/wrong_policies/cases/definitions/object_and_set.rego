# METADATA
# title: Object and set
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_and_set

deny contains {"subject": "demo", "message": "it is so"} if {
    count(list) < 3
    input.facts.worktree.clean
}

list["a"] := 1

list contains "b"
# error 20:1 `list`
