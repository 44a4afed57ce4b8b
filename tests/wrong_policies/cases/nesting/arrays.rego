# METADATA
# title: Arrays
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.arrays

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    deep := [[[[[[[[[[1]]]]]]]]]]
#                    ^ nest deeper
    deep != 1
}
