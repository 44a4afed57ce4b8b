# METADATA
# title: Nested comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.nested_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    files := [file |
        some diff in input.facts.diffs.commits
        some file in [changed.pth | some changed in diff.files]
#                             ^ no field `pth`
    ]
    count(files) > 3
}
