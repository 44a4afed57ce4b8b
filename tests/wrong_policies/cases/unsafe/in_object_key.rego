# METADATA
# title: In object key
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_object_key

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    count(names) > 1
}

names[path] := change.path if some change in input.facts.worktree.changes
#     ^ unsafe
