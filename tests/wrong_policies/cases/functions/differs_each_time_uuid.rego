# METADATA
# title: Differs each time uuid
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.differs_each_time_uuid

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    found := uuid.rfc4122("a")
#            ^ not allowed
    found != null
}
