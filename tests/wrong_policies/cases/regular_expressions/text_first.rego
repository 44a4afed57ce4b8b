# METADATA
# title: Text first
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.text_first

deny contains {"subject": commit.id, "message": "names no ticket"} if {
    some commit in input.facts.changes.commits
    not regex.match(commit.subject, `^[A-Z]+-[0-9]+`)
#                   ^ the pattern comes first
}
