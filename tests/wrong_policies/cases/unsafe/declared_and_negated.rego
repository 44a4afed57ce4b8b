# METADATA
# title: Declared and negated
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.declared_and_negated

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    some level
#        ^ unsafe
    not level == 1
}
