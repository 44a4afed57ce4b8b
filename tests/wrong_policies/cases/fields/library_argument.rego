# METADATA
# title: Library argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.library_argument

import data.policy.lib.sizes

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    sizes.path_of(commit) == "x"
#   ^ no field `path`
}
