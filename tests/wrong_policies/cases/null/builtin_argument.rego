# METADATA
# title: Builtin argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [repository]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.builtin_argument

deny contains {"subject": "demo", "message": "it is so"} if {
    startswith(input.facts.repository.branch.line, "1.")
#              ^ may be null
}
