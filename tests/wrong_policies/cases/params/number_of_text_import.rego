# METADATA
# title: Number of text import
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.number_of_text_import

import data.relcheck.params.demo.number_of_text_import as params

deny contains {"subject": "demo", "message": "it is so"} if {
    params.label < count(input.facts.worktree.changes)
#   ^ a text
}
