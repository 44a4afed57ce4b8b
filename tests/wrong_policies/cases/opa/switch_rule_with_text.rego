# METADATA
# title: Switch rule with text
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.switch_rule_with_text

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    is_shut == "a"
#   ^ never equal
}

is_shut if input.facts.worktree.clean
