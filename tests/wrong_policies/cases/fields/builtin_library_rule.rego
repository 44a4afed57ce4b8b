# METADATA
# title: Builtin library rule
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.builtin_library_rule

import data.relcheck.lib.candidate

deny contains {"subject": "demo", "message": "it is so"} if {
    input.facts.worktree.clean
    candidate.version.mayor > 1
#                     ^ no field `mayor`
}
