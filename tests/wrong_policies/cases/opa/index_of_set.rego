# METADATA
# title: Index of set
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.index_of_set

deny contains {"subject": "demo", "message": "it is so"} if {
    list := {"a", "b"}
    list[0] == "a"
#        ^ never
    not input.facts.worktree.clean
}
