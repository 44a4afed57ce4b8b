# METADATA
# title: Unknown library inline
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [worktree]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.unknown_library_inline

deny contains {"subject": "demo", "message": "it is so"} if {
    not input.facts.worktree.clean
    data.relcheck.lib.plcae.path("a") == "a"
#   ^ no library
}
