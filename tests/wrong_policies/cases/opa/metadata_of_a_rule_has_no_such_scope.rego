# METADATA
# title: Metadata of a rule has no such scope
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.metadata_of_a_rule_has_no_such_scope

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# METADATA
# scope: banana
limit := 3 if input.facts.worktree.clean

# error 18:10 banana
