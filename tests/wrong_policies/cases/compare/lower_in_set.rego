# METADATA
# title: Lower in set
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.lower_in_set

deny contains {"subject": commit.id, "message": "has no owner"} if {
    some commit in input.facts.changes.commits
    every trailer in commit.trailers {
        not lower(trailer.key) in {"owner", "Signed-off-by"}
#                                           ^ did you mean `signed-off-by`?
    }
}
