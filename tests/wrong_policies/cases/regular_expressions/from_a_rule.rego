# METADATA
# title: From a rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.from_a_rule

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    regex.match(pattern, change.path)
}

pattern := `^[a-z+$`
#          ^ regular expression
