# METADATA
# title: Parsed json
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.parsed_json

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    parsed := json.unmarshal(change.path)
    parsed.version == 1
#   ^ `parsed`
}
