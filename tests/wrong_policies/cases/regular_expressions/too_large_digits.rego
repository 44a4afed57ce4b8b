# METADATA
# title: Too large digits
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.too_large_digits

deny contains {"subject": "demo", "message": "it is so"} if {
    some change in input.facts.worktree.changes
    regex.match(`^\d{5}\d{5}\d{5}\d{5}\d{5}\d{5}\d{5}\d{5}$`, change.path)
#               ^ regular expression
}
