# METADATA
# title: Lower with capital
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.lower_with_capital

deny contains {"subject": commit.id, "message": "is not finished"} if {
    some commit in input.facts.changes.commits
    lower(commit.subject) == "WIP"
#                            ^ did you mean `wip`?
}
