# METADATA
# title: Destructured inner
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.destructured_inner

deny contains {"subject": "demo", "message": "it is so"} if {
    {"inner": tree} := {"inner": input.facts.worktree}
    tree.claen
#        ^ no field `claen`
}
