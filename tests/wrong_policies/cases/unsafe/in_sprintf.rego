# METADATA
# title: In sprintf
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_sprintf

deny contains {"subject": "demo", "message": "it is so"} if {
    message := sprintf("%s", [path])
#                             ^ unsafe
    message != ""
    input.facts.worktree.clean
}
