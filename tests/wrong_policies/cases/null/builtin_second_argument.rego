# METADATA
# title: Builtin second argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.builtin_second_argument

deny contains {"subject": "demo", "message": "it is so"} if {
    contains("release", input.facts.repository.branch.line)
#                       ^ may be null
}
