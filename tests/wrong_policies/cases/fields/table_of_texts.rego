# METADATA
# title: Table of texts
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.table_of_texts

weights := {"low": 1, "high": 2}

deny contains {"subject": "demo", "message": "it is so"} if {
    weights.hgih > 1
#           ^ no field `hgih`
    input.facts.worktree.clean
}
