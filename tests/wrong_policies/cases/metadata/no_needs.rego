# METADATA
# title: The tree is clean
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.no_needs

deny contains {"subject": "demo", "message": "it is so"} if {
    input.release.type == "patch"
}

# error 9:5 `needs` is missing
