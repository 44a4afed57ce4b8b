# METADATA
# title: Upper by variable
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.upper_by_variable

deny contains {"subject": commit.id, "message": "is not finished"} if {
    some commit in input.facts.changes.commits
    subject := upper(commit.subject)
    not startswith(subject, "Fix:")
#                           ^ did you mean `FIX:`?
}
