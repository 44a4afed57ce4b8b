# METADATA
# title: Other arity
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.other_arity

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    size("a") > 1
}

size(a) := count(a)

size(a, b) := count(a) + count(b)
# error 20:1 size
