# METADATA
# title: Differs each time runtime
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.differs_each_time_runtime

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    found := opa.runtime()
#            ^ not allowed
    found != null
}
