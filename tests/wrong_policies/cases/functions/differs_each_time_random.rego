# METADATA
# title: Differs each time random
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.differs_each_time_random

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    found := rand.intn("a", 2)
#            ^ not allowed
    found != null
}
