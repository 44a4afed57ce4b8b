# METADATA
# title: Differs each time unreached
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.differs_each_time_unreached

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

unused_so_far := time.now_ns()
#                ^ not allowed
