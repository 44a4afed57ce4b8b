# METADATA
# title: Destructured
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.destructured

deny contains {"subject": "demo", "message": "it is so"} if {
    [first, second] := [1, input.facts.worktree.clean]
#    ^ `first`
    second
}
