# METADATA
# title: Unknown
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree, chnges]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 8:23 no fact `chnges`
