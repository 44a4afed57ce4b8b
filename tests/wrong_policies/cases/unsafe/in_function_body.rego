# METADATA
# title: In function body
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_function_body

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    named(change) == "a"
}

named(change) := change.path if level > 1
#                               ^ unsafe
