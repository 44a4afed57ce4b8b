# METADATA
# title: Nothing of library
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.nothing_of_library

import data.relcheck.lib.place

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    place.pth("a") == "a"
#   ^ no `pth`
}
