# METADATA
# title: Default with a literal argument
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.default_with_a_literal_argument

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    size(1) > 1
}

default size(1) := 1
#            ^ expect
