# METADATA
# title: Destructured object
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.destructured_object

deny contains {"subject": "demo", "message": "it is so"} if {
    {"clean": clean, "chnges": changes} := input.facts.worktree
#                    ^ `chnges`
    not clean
    count(changes) > 0
}
