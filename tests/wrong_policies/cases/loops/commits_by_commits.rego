# METADATA
# title: Commits by commits
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.commits_by_commits

deny contains {"subject": "demo", "message": "it is so"} if {
    some commit in input.facts.changes.commits
    some other in input.facts.changes.commits
#   ^ warn: loop
    other.id != commit.id
    other.subject == commit.subject
}
