# METADATA
# title: Text wanted
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_wanted

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    startswith(3, "a")
#              ^ number
}
