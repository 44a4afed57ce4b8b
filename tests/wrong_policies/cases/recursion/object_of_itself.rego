# METADATA
# title: Object of itself
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_of_itself

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    tree["a"] == 1
}

tree[x] := y if some x, y in tree
# error 18:1 need itself
