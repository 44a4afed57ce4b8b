# METADATA
# title: Import of input
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.import_of_input

import input.facts as all

deny contains {"subject": "demo", "message": "it is so"} if {
    some name in ["worktree"]
    all[name].clean
#   ^ `input.facts`
    input.facts.worktree.clean
}
