# METADATA
# title: Trial authors
# description: A trial rule.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do it the other way.
#   source: Our process
package policy.t.authors

import data.relcheck.lib.text

authors := {c.author.email | some c in input.facts.changes.commits}

deny contains {"subject": "s", "message": "only one person worked on it"} if count(authors) < 2

