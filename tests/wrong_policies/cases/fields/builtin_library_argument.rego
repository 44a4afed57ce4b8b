# METADATA
# title: Builtin library argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.builtin_library_argument

import data.relcheck.lib.commit

deny contains {"subject": "demo", "message": "it is so"} if {
    count(commit.standing(input.facts.diffs.commits)) > 3
#         ^ no field `reverted_by`
}
