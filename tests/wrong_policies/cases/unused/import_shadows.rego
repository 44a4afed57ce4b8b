# METADATA
# title: Import shadows
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.import_shadows

import data.relcheck.lib.place
import data.relcheck.lib.text as place

deny contains {"subject": "demo", "message": "it is so"} if {
    place.cut("a", 3) == "a"
    input.facts.worktree.clean
}
# error 14:1 place
