# METADATA
# title: Differs each time http
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.differs_each_time_http

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    found := http.send({"url": "a", "method": "get"})
#            ^ not allowed
    found != null
}
