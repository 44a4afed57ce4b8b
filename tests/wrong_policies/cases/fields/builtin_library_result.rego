# METADATA
# title: Builtin library result
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.builtin_library_result

import data.relcheck.lib.commit

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit_left in commit.standing(input.facts.changes.commits)
    commit_left.subjct != ""
#               ^ no field `subjct`
}
