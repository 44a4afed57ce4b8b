# METADATA
# title: Data shadowed
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.data_shadowed

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    data := 3
#        ^ data cannot be shadowed
    data > 1
}
