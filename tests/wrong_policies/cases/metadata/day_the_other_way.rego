# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   effective_on: 01.02.2027
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.day_the_other_way

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
}

# error 8:19 01.02.2027
