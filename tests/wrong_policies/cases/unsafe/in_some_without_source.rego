# METADATA
# title: In some without source
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.in_some_without_source

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    some level
#        ^ unsafe
    level > 1
}
