# METADATA
# title: Import twice
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.import_twice

import data.relcheck.lib.place
import data.relcheck.lib.place

deny contains {"subject": "demo", "message": "it is so"} if {
    place.path("a") == "a"
    input.facts.worktree.clean
}
# error 14:1 import shadows
