# METADATA
# title: Default of other type
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_of_other_type

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    limit == "a"
#   ^ never equal
}

default limit := 1

limit := 2 if input.release.type == "minor"
