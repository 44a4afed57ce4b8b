# METADATA
# title: None at all
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.none_at_all

deny contains {"subject": "demo", "message": "it is so"} if {
    count(input.facts.worktree.changes) > 3
    not data.relcheck.params.demo.none_at_al.strict
#       ^ another rule
}
