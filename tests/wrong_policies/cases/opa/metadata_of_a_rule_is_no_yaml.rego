# METADATA
# title: Metadata of a rule is no yaml
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.metadata_of_a_rule_is_no_yaml

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# METADATA
# title: [
limit := 3 if input.facts.worktree.clean

# error 18:10 expected
