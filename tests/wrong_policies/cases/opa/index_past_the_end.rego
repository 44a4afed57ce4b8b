# METADATA
# title: Index past the end
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.index_past_the_end

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    list := [1, 2]
    list[5] == 1
#        ^ 5
}
