# METADATA
# title: Loop in comprehension
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.loop_in_comprehension

deny contains {"subject": "demo", "message": "it is so"} if {
    double := {commit.id |
        some commit in input.facts.changes.commits
        some diff in input.facts.diffs.commits
#       ^ warn: loop
        diff.id == commit.id
    }
    count(double) > 3
}
