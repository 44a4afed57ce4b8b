# METADATA
# title: Collection wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.collection_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    count(input.clock.seconds) > 1
#         ^ number
}
