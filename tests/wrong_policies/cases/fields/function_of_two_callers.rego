# METADATA
# title: Function of two callers
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes, diffs]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.function_of_two_callers

deny contains {"subject": "demo", "message": "it is so"} if {
    some diff in input.facts.diffs.commits
    some commit in input.facts.changes.commits
    sizes := [size(diff), size(commit)]
    sum(sizes) > 10
}

size(thing) := count(thing.files)
#                          ^ no field `files`
