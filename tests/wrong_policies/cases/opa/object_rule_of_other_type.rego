# METADATA
# title: Object rule of other type
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.object_rule_of_other_type

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    table.a == "b"
#   ^ never equal
}

table[key] := 1 if some key in ["a"]
